// Names sit on their curves: place each label where it covers no curve and no other label.
//
// The figure is rastered into cells of 4 pixels; each curve marks the cells it crosses. A label
// may stand beside any point of its curve; the free place nearest to where it would like to be
// wins (main curves: the right end; small ones: where they leave the window; a label that is
// already placed: where it is, so that names do not jump while a hand moves).

const CELL = 4;
const GAP = 5;

class Raster {
  constructor(width, height) {
    this.columns = Math.ceil(width / CELL);
    this.rows = Math.ceil(height / CELL);
    this.cells = new Uint8Array(this.columns * this.rows);
  }

  mark(x, y) {
    const column = Math.floor(x / CELL);
    const row = Math.floor(y / CELL);
    if (column >= 0 && column < this.columns && row >= 0 && row < this.rows) {
      this.cells[row * this.columns + column] = 1;
    }
  }

  markSegment(x0, y0, x1, y1) {
    const steps = Math.min(400, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) / CELL));
    for (let i = 0; i <= steps; i += 1) {
      this.mark(x0 + ((x1 - x0) * i) / (steps || 1), y0 + ((y1 - y0) * i) / (steps || 1));
    }
  }

  markBox({ left, top, right, bottom }) {
    for (let y = top; y <= bottom; y += CELL) {
      for (let x = left; x <= right; x += CELL) this.mark(x, y);
    }
  }

  // How many cells under a box are taken; counting stops at `enough`.
  covered({ left, top, right, bottom }, enough) {
    const [first, last] = [Math.floor(left / CELL), Math.floor(right / CELL)];
    let count = 0;
    for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) {
      for (let cell = row * this.columns + first; cell <= row * this.columns + last; cell += 1) {
        count += this.cells[cell] ?? 1;
      }
      if (count >= enough) return count;
    }
    return count;
  }
}

function inside(point, frame) {
  return point[0] >= frame.left && point[0] <= frame.right && point[1] >= frame.top && point[1] <= frame.bottom;
}

// Where the label would like to be: where the curve ends or leaves the frame, on the right if it can.
function wish(points, frame) {
  const within = points.filter((point) => point && inside(point, frame));
  return within.length ? within[within.length - 1] : null;
}

function candidates(points, frame, { width, height }) {
  const boxes = [];
  let last = null;
  for (const point of points) {
    if (!point || !inside(point, frame)) continue;
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < 8) continue;
    last = point;
    const [x, y] = point;
    for (const [left, top] of [
      [x - width / 2, y - height - GAP],
      [x - width / 2, y + GAP],
      [x + GAP, y - height / 2],
      [x - width - GAP, y - height / 2],
      [x + GAP, y - height - GAP / 2],
      [x - width - GAP, y - height - GAP / 2],
      [x + GAP, y + GAP / 2],
      [x - width - GAP, y + GAP / 2],
    ]) {
      const place = { left, top, right: left + width, bottom: top + height };
      const fits = left >= frame.left && place.right <= frame.right && top >= frame.top && place.bottom <= frame.bottom;
      if (fits) boxes.push(place);
    }
  }
  return boxes;
}

// items: [{ points, frame, width, height, previous, required, from }], most important first;
// `from` (default 0) is the first curve pixel index used. Returns a box or null for each.
export function placeLabels(size, curves, obstacles, items) {
  const raster = new Raster(size.width, size.height);
  for (const points of curves) {
    for (let i = 1; i < points.length; i += 1) {
      if (points[i - 1] && points[i]) raster.markSegment(...points[i - 1], ...points[i]);
    }
  }
  obstacles.forEach((obstacle) => raster.markBox(obstacle));
  return items.map((item) => {
    const target = item.previous ?? wish(item.points, item.frame);
    if (!target) return null;
    const best = bestPlace(raster, candidates(item.points, item.frame, item), target, item.required);
    if (best) raster.markBox(best);
    return best;
  });
}

function bestPlace(raster, boxes, [x, y], required) {
  let best = null;
  let bestCost = Infinity;
  for (const place of boxes) {
    const distance = Math.hypot((place.left + place.right) / 2 - x, (place.top + place.bottom) / 2 - y);
    if (distance >= bestCost) continue;
    const overlap = raster.covered(place, required ? Infinity : 1);
    if (overlap && !required) continue;
    const cost = distance + 200 * overlap;
    if (cost < bestCost) [best, bestCost] = [place, cost];
  }
  return best;
}
