/** From the page to the worklet. */
export type ToWorklet =
  | { readonly kind: 'push'; readonly item: string; readonly samples: Float32Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly item: string }
  | { readonly kind: 'flush' };

/** From the worklet: at context frame `frame`, `item` stood at `sample` of the source. */
export interface Anchor {
  readonly frame: number;
  readonly item: string | null;
  readonly sample: number;
  readonly playing: boolean;
  readonly held: number;
  readonly lag: number;
  readonly underruns: number;
}
