import type { Turn } from '../motion/quaternion.ts';
import * as outline from './outline.ts';
import { COLOUR, type Paint } from './palette.ts';
import type { Point } from './shape.ts';
import { element, set } from './svg.ts';

/** Neck, blouse, blazer and badge. */
export class Body {
  private readonly group: SVGGElement;

  constructor(parent: SVGElement, paint: Paint) {
    this.group = element(parent, 'g');
    const put = (d: string, fill: string): SVGPathElement => element(this.group, 'path', { d, fill });
    put(outline.BLOUSE, COLOUR.blouse);
    put(outline.NECK, paint.neck);
    element(this.group, 'path', { d: outline.NECK_SHADE, fill: '#c98a6e', opacity: 0.42 });
    for (const d of [outline.COLLAR_LEFT, outline.COLLAR_RIGHT]) {
      set(put(d, COLOUR.blouse), { stroke: COLOUR.collarLine, 'stroke-width': 2, 'stroke-linejoin': 'round' });
    }
    element(this.group, 'path', { d: outline.PLACKET, fill: 'none', stroke: COLOUR.collarLine, 'stroke-width': 2 });
    for (const cy of [352, 398]) element(this.group, 'circle', { cx: 8, cy, r: 4, fill: '#efe9dc', stroke: COLOUR.collarLine });
    put(outline.BLAZER_LEFT, paint.blazer);
    put(outline.LAPEL_LEFT, paint.lapel);
    put(outline.BLAZER_RIGHT, paint.blazer);
    put(outline.LAPEL_RIGHT, paint.lapel);
    this.addSeams();
    this.addBadge();
  }

  render(torso: Turn, [x, y]: Point): void {
    const degrees = (-torso.roll * 180) / Math.PI;
    set(this.group, {
      transform: `translate(${(x * 0.3).toFixed(2)} ${y.toFixed(2)}) rotate(${degrees.toFixed(2)} 0 640)`,
    });
  }

  private addSeams(): void {
    const line = { fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
    element(this.group, 'path', { ...line, d: outline.SLEEVE_LINES, stroke: '#0f3136', 'stroke-width': 3, opacity: 0.5 });
    for (const d of [outline.LAPEL_LEFT, outline.LAPEL_RIGHT]) {
      element(this.group, 'path', { ...line, d, stroke: '#103539', 'stroke-width': 2, opacity: 0.45 });
    }
    element(this.group, 'circle', { cx: 24, cy: 556, r: 9, fill: '#12363a', stroke: '#3d7f80', 'stroke-width': 2 });
  }

  /** The badge says on the figure itself that it is a machine. */
  private addBadge(): void {
    const badge = element(this.group, 'g', { transform: 'translate(136 386) rotate(3)' });
    element(badge, 'rect', { x: 0, y: 3, width: 92, height: 34, rx: 6, fill: '#0b2a2e', opacity: 0.3 });
    element(badge, 'rect', { width: 92, height: 34, rx: 6, fill: COLOUR.badge });
    element(badge, 'rect', { width: 8, height: 34, rx: 3, fill: '#b5402f' });
    const text = element(badge, 'text', { x: 50, y: 24, fill: COLOUR.badgeText, 'font-size': 20, 'font-weight': 700, 'text-anchor': 'middle', 'letter-spacing': 2, 'font-family': 'system-ui, sans-serif' });
    text.textContent = 'AI';
  }
}
