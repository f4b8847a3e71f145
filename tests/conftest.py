"""Settings of every test: how hard Hypothesis searches.

``make test`` repeats the same examples each time, so that a change fails for its own faults alone;
``make fuzz`` looks for new ones.
"""

from hypothesis import HealthCheck, settings

# No deadline: two shared cores make single examples slow now and then; speed has benchmarks.
settings.register_profile("ci", derandomize=True, deadline=None, database=None, max_examples=100)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=50_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("ci")
