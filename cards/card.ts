/** An Adaptive Card as Teams takes it; declared version 1.5. */
export interface Card {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly fallbackText: string;
  readonly body: readonly object[];
  readonly actions?: readonly object[];
  /** Gives each reader a view of their own (Teams, Universal Actions, "User Specific Views"). */
  readonly refresh?: { readonly action: object; readonly userIds: readonly string[] };
}
