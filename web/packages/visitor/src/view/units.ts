/** A `rem` counts the root font size of the page around us, which is none of ours: use `--rem`. */
export function inOwnUnit(css: string): string {
  return css.replace(/(?<![\w-])(-?(?:\d+\.?\d*|\.\d+))rem\b/g, 'calc($1 * var(--rem))');
}
