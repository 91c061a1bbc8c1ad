/** What can be wrong with a figure. */
export type FigureFault = 'unreachable' | 'broken' | 'bodiless' | 'faceless';

/** A figure that can't be shown. Asking again helps only where it was out of reach. */
export class FigureError extends Error {
  override readonly name = 'FigureError';

  constructor(
    readonly fault: FigureFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get retry(): boolean {
    return this.fault === 'unreachable';
  }
}
