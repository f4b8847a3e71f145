"""A value that a differentiation is following through ordinary NumPy code.

NumPy hands every operation on such a value over to it (NEP 13 and NEP 18), so a function written
for arrays needs no rewriting. What has no rule is refused, never guessed.
"""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from inspect import signature
from typing import Any, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from core.automatic.array_functions import COMPOSED, FUNCTIONS, astype
from core.automatic.indexing import item
from core.automatic.matrix_product import product
from core.automatic.primitives import POWER, PRIMITIVES, Primitive, Value, elementwise
from core.floats import float_format

# Functions whose values are truths, places or shapes: constants to a derivative.
_PLAIN: set[Callable[..., Any]] = {
    *(np.less, np.less_equal, np.equal, np.not_equal, np.greater, np.greater_equal),
    *(np.isnan, np.isinf, np.isfinite, np.signbit, np.logical_not, np.logical_and, np.logical_or),
    *(np.shape, np.ndim, np.size, np.zeros_like, np.ones_like),
    *(np.argmax, np.argmin, np.argsort, np.any, np.all),
}


class Traced(NDArrayOperatorsMixin, ABC):
    """A value under differentiation; it behaves as the array ``value`` does.

    Attributes:
        value: The array or number itself.
        level: Which differentiation follows it: of two nested ones, the inner is the later.
    """

    __slots__ = ("level", "value")

    def __init__(self, value: Value, level: int) -> None:
        """Follow ``value``."""
        self.value, self.level = value, level

    @abstractmethod
    def follow(
        self, rule: Primitive, arguments: Sequence[Value], values: Sequence[Value], v: Value
    ) -> "Traced":
        """Return ``v = f(values)`` with its derivative; ``arguments`` tell which are followed."""

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Value, **options: Any
    ) -> Value:
        """Apply an elementwise function, an operator or ``@``."""
        out = options.pop("out", (None,))
        if out[0] is not None and not (out[0] is inputs[0] and np.ndim(inputs[0]) == 0):
            raise TypeError("writing into an array loses the derivative: y = y + x, not y += x")
        if method != "__call__" or options:
            call = "" if method == "__call__" else f".{method}"
            _refuse(f"np.{ufunc.__name__}{call}" + (" with these arguments" if options else ""))
        if ufunc in _PLAIN:
            return ufunc(*map(plain, inputs))
        if ufunc is np.matmul:
            return apply(product(np.matmul), *inputs)
        if ufunc not in PRIMITIVES:
            _refuse(f"np.{ufunc.__name__}")
        return apply(PRIMITIVES[ufunc], *inputs)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, args: Any, options: dict[str, Any]
    ) -> Value:
        """Apply a function of whole arrays."""
        if function in _PLAIN:
            return function(*map(plain, args), **options)
        name = f"{function.__module__.replace('numpy', 'np')}.{function.__name__}"
        if function in COMPOSED:
            return _called(COMPOSED[function], name, args, options)
        if function not in FUNCTIONS:
            _refuse(name)
        rule, operands = _called(FUNCTIONS[function], name, args, options)
        return apply(rule, *operands)

    def __pow__(self, exponent: Value) -> Value:
        """``x ** y``, which NumPy rounds otherwise than ``np.power(x, y)`` for some exponents."""
        return apply(_POWER, self, exponent)

    def __getitem__(self, index: Any) -> Value:
        """``x[index]``, copied: a later write into ``x`` is refused anyway."""
        rule, operands = item(self, index)
        return apply(rule, *operands)

    def __iter__(self) -> Iterator[Value]:
        """Go along the first axis."""
        return (self[i] for i in range(len(self)))

    def __len__(self) -> int:
        """The size of the first axis."""
        return len(self.value)

    def __bool__(self) -> bool:
        """Compare and branch as the number itself would."""
        return bool(self.value)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value."""
        return tuple(np.shape(self.value))

    @property
    def ndim(self) -> int:
        """How many axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """How many elements."""
        return int(np.size(self.value))

    @property
    def dtype(self) -> Any:
        """The float format."""
        return self.value.dtype

    @property
    def T(self) -> Value:  # noqa: N802, NumPy's name
        """The transpose."""
        return np.transpose(self)

    def reshape(self, *shape: Any) -> Value:
        """As ``np.reshape``, the shape as one tuple or as several numbers."""
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def transpose(self, *axes: Any) -> Value:
        """As ``np.transpose``, the axes as one tuple or as several numbers."""
        return np.transpose(self, axes[0] if len(axes) == 1 else axes or None)

    def flatten(self) -> Value:
        """As ``np.ravel``: nothing here is written into, so a copy is no different."""
        return np.ravel(self)

    def astype(self, dtype: Any) -> Value:
        """Round to another float format; to whole numbers there is no derivative."""
        rule, operands = astype(self, float_format(dtype).dtype)
        return apply(rule, *operands)

    def __getattr__(self, name: str) -> Callable[..., Value]:
        """A method is the function of the same name: ``x.sum(axis=0)`` is ``np.sum(x, axis=0)``."""
        function = getattr(np, name, None)
        if callable(function) and (function in FUNCTIONS or function in COMPOSED):
            return partial(function, self)
        raise AttributeError(f"x.{name} has no rule of differentiation here")

    def _lost(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            "a plain number or array would lose the derivative: use NumPy's functions on the "
            "value itself, np.sin for math.sin, np.stack for np.array([...]), and write nothing "
            "into arrays"
        )

    __float__ = __int__ = __complex__ = __index__ = __array__ = __setitem__ = _lost

    def __repr__(self) -> str:
        """Show what is followed."""
        return f"{type(self).__name__}({self.value!r})"


_POWER = elementwise(operator.pow, PRIMITIVES[np.power].write, *POWER)


def apply(rule: Primitive, *arguments: Value) -> Value:
    """Return ``v = f(u_0, ...)``, followed by the innermost differentiation among the arguments.

    To that one, what outer differentiations follow is constant: so perturbations are never
    confused. Source: Siskind & Pearlmutter, "Nesting forward-mode AD in a functional framework",
    Higher-Order and Symbolic Computation 21 (2008), 361-376.
    """
    followed = [a for a in arguments if isinstance(a, Traced)]
    if not followed:
        return rule.evaluate(*arguments)
    innermost = max(followed, key=lambda a: a.level)
    values = [a.value if _is_followed(a, innermost.level) else a for a in arguments]
    v = rule.evaluate(*values)
    if v.dtype.kind == "c":
        raise TypeError("complex numbers are not differentiated here")
    formats = {a.dtype for a in values if hasattr(a, "dtype")}
    if len(formats) == 1 and v.dtype not in formats:  # bfloat16 times 2.0 would be float32
        v = v.astype(formats.pop())
    return innermost.follow(rule, arguments, values, v)


def _is_followed(value: Value, level: int) -> bool:
    return isinstance(value, Traced) and value.level == level


def plain(value: Value) -> Value:
    """Return the array or number itself, whatever follows it."""
    return plain(value.value) if isinstance(value, Traced) else value


def _called(known: Callable[..., Any], name: str, args: Any, options: dict[str, Any]) -> Any:
    """Call one of our functions; of NumPy's arguments each takes those that it has a rule for."""
    try:
        return known(*args, **options)
    except TypeError:
        if not _takes(known, args, options):
            _refuse(f"{name} with these arguments")
        raise


def _takes(known: Callable[..., Any], args: Any, options: dict[str, Any]) -> bool:
    try:
        signature(known).bind(*args, **options)
    except TypeError:
        return False
    return True


def _refuse(what: str) -> NoReturn:
    raise TypeError(f"{what} has no rule of differentiation here")
