/** An Adaptive Card as Teams takes it; declared version 1.5. */
export interface Card {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly fallbackText: string;
  readonly body: readonly object[];
  readonly actions?: readonly object[];
}
