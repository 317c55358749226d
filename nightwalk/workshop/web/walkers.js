// Dots that walk where the model has people about. No dot is a person: they are drawn from the footfall.
import { along, junctions } from "./geometry.js";

const PACE = 1.4 * 14; // metres a second on foot, shown fourteen times as fast

export class Walkers {
  constructor(streets) {
    this.streets = streets;
    this.dots = [];
    this.total = 0;
  }

  /** Take the footfall (one number per street) and how many dots to show. */
  follow(footfall, count) {
    this.footfall = footfall;
    this.sums = new Float64Array(footfall.length);
    let total = 0;
    footfall.forEach((f, i) => { total += f; this.sums[i] = total; });
    this.total = total;
    this.meet ??= junctions(this.streets);
    const wanted = total ? count : 0;
    while (this.dots.length < wanted) this.dots.push(this.born());
    this.dots.length = wanted;
  }

  /** Move every dot by so many seconds and give its place to `draw(x, y)`. */
  walk(seconds, draw) {
    for (const dot of this.dots) {
      const { x, y, total } = along(this.streets, dot.street, dot.back ? 1 - dot.share : dot.share);
      draw(x, y);
      dot.share += (PACE * seconds) / Math.max(total, 5);
      if (dot.share >= 1) this.turn(dot);
    }
  }

  born() {
    return { street: this.somewhere(), share: Math.random(), back: Math.random() < 0.5 };
  }

  somewhere() {
    const u = Math.random() * this.total;
    let low = 0, high = this.sums.length - 1;
    while (low < high) { const mid = (low + high) >> 1; if (this.sums[mid] < u) low = mid + 1; else high = mid; }
    return low;
  }

  /** At a corner, go on where people go; now and then arrive and set out elsewhere. */
  turn(dot) {
    const end = this.meet[dot.street][dot.back ? 0 : 1];
    const open = end.filter((i) => i !== dot.street && this.footfall[i] > 0);
    if (!open.length || Math.random() < 0.08) { Object.assign(dot, this.born(), { share: 0 }); return; }
    let u = Math.random() * open.reduce((sum, i) => sum + this.footfall[i], 0);
    const next = open.find((i) => (u -= this.footfall[i]) <= 0) ?? open[0];
    dot.back = this.meet[next][1] === end && this.meet[next][0] !== end;
    dot.street = next;
    dot.share = 0;
  }
}
