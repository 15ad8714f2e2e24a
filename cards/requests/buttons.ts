import { type DataRequest, requestName } from '../../services/requests/request.ts';
import type { RequestViewer } from '../../services/requests/request-rules.ts';
import { type Button, button } from '../button.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { topUpTexts } from '../texts/top-ups.ts';
import { listId } from './list-id.ts';

const { actions, fields } = words;

/** A field of several lines; its value comes along with whichever button is pressed. */
export interface RequestField {
  readonly id: 'reason' | 'text';
  readonly label: string;
  readonly placeholder: string;
}

/** What the viewer can do: on the card, and in a part of it that opens at a press. */
export interface RequestDoings {
  readonly field?: RequestField;
  readonly buttons: readonly Button[];
  readonly aside?: { readonly title: string; readonly field: RequestField; readonly buttons: readonly Button[] };
}

const reason: RequestField = { id: 'reason', label: fields.reason, placeholder: fields.reasonPlaceholder };
const revokeReason: RequestField = { id: 'reason', label: fields.revoke, placeholder: fields.revokePlaceholder };
const answer: RequestField = { id: 'text', label: fields.answer, placeholder: fields.answerPlaceholder };
const comment: RequestField = { id: 'text', label: fields.comment, placeholder: fields.commentPlaceholder };

export function doingsOf(request: DataRequest, viewer: RequestViewer, youId: string): RequestDoings {
  const data = { id: requestName(request), version: request.round };
  const refresh = button(actions.refresh, 'request.show', { id: data.id });
  if (viewer === 'author') return authors(request, data);
  return viewer === 'decider' ? deciders(request, data, youId) : { buttons: [refresh] };
}

function authors(request: DataRequest, data: { id: string; version: number }): RequestDoings {
  const mine = button(actions.mine, 'request.list', { id: listId({ which: 'mine' }) }, { mode: 'secondary' });
  const withdraw = (title: string) => button(title, 'request.withdraw', data, { style: 'destructive' });
  const isTopUp = request.type === 'topup';
  const again = isTopUp
    ? button(topUpTexts.actions.again, 'budget.topup', { id: request.workspace })
    : button(actions.again, 'request.access', data);
  switch (request.state) {
    case 'draft': {
      const discard = button(actions.discard, 'request.withdraw', data, { style: 'destructive', mode: 'secondary' });
      const isComplete = request.files.length > 0 && request.purpose !== '';
      return isComplete
        ? {
            buttons: [
              button(actions.send, 'request.submit', data, { style: 'positive' }),
              button(actions.change, 'request.access', data),
              discard,
            ],
          }
        : { buttons: [button(actions.complete, 'request.access', data, { style: 'positive' }), discard] };
    }
    case 'submitted':
    case 'in_review':
      return {
        aside: {
          title: actions.commentMore,
          field: comment,
          buttons: [button(actions.sendComment, 'request.comment', data)],
        },
        buttons: [withdraw(actions.withdraw), mine],
      };
    case 'returned':
      return {
        field: answer,
        buttons: [
          button(actions.answer, 'request.comment', data, { style: 'positive' }),
          ...(isTopUp ? [] : [button(actions.changeFiles, 'request.access', data)]),
          button(actions.withdraw, 'request.withdraw', data, { style: 'destructive', mode: 'secondary' }),
        ],
      };
    case 'approving':
      return { buttons: [button(actions.refresh, 'request.show', { id: data.id }), mine] };
    case 'approved':
      if (isTopUp) return { buttons: [showBudget(request), mine] };
      return request.use === 'machines'
        ? { buttons: [button(actions.mine, 'request.list', { id: listId({ which: 'mine' }) })] }
        : { buttons: [button(actions.links, 'request.link', data, { style: 'positive' }), mine] };
    default:
      return { buttons: [again, mine] };
  }
}

function deciders(request: DataRequest, data: { id: string; version: number }, youId: string): RequestDoings {
  const waiting = (mode: Button['mode']) =>
    button(actions.waiting, 'request.list', { id: listId({ which: 'waiting' }) }, { mode });
  const secondary = { mode: 'secondary' } as const;
  const { state, claimedBy, type } = request;
  switch (state) {
    case 'submitted':
      // What is still being checked cannot be decided.
      return { buttons: [button(actions.refresh, 'request.show', { id: data.id }), waiting('secondary')] };
    case 'in_review':
      return {
        field: reason,
        buttons: [
          button(actions.approve, 'request.approve', data, { style: 'positive' }),
          button(actions.deny, 'request.deny', data, { style: 'destructive' }),
          button(actions.return, 'request.return', data, secondary),
          ...(claimedBy?.aadObjectId === youId ? [] : [button(actions.claim, 'request.claim', data, secondary)]),
          button(actions.comment, 'request.comment', data, secondary),
        ],
      };
    case 'approving':
    case 'approved':
      // Money that was given may be spent already.
      if (type === 'topup') return { buttons: [showBudget(request), waiting('secondary')] };
      return {
        aside: {
          title: actions.revokeMore,
          field: revokeReason,
          buttons: [button(actions.revoke, 'request.revoke', data, { style: 'destructive' })],
        },
        buttons: [waiting('secondary')],
      };
    default:
      return { buttons: [waiting('primary')] };
  }
}

function showBudget({ workspace }: DataRequest): Button {
  return button(topUpTexts.actions.budget, 'budget.show', { id: workspace });
}
