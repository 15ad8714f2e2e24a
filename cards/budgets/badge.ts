import { type Badge, stateBadge } from '../badge.ts';
import { percentText } from '../money.ts';

/** From here on it is worth a look, and from there time to do something. */
const warning = 0.5;
const attention = 0.9;

/** How much is spent, as a word with a colour; what cannot be said in percent is over. */
export function shareBadge(share: number | undefined, locale: string): Badge {
  const like = share === undefined || share >= attention ? 'Failed' : share >= warning ? 'Pending' : 'Started';
  return { ...stateBadge(like), text: percentText(share ?? 1, locale) };
}
