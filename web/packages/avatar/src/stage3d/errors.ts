/** Why there can be no stage: no WebGL 2 at all, or only one drawn by the processor. */
export type StageFault = 'unsupported' | 'software';

/** This browser can't show a figure in three dimensions, or not fast enough. */
export class StageError extends Error {
  override readonly name = 'StageError';

  constructor(
    readonly fault: StageFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
