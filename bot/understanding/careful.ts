import type { ActionName } from '../actions/action.ts';
import type { Entity } from './entity.ts';

/** What changes a request at once or asks for no more than a reason: nobody shall come to it by a question. */
const decisive = new Set<ActionName>([
  'request.approve',
  'request.deny',
  'request.return',
  'request.revoke',
  'request.withdraw',
  'request.submit',
]);
const question =
  /^(?:\W*(?:and|but|so|ok|hi|hey|hello)\b\W*)*(?:how|when|why|what|who|whose|which|where|is|are|was|were|do|does|did|has|should|shall|may|can i|could i|can we|could we)\b(?! not\b)/i;
const polite = /\b(?:can|could|will|would) (?:you|u|labdesk|somebody)\b|\bplease\b/i;
const joining = /^\s*(?:,|and|or|&|,\s*and|,\s*or)\s*$/i;

/** What a decision without a request must score: "approve this message" is none. */
const clearDecision = 0.75;

/** True for a decision about no request that is said, and said clearly. */
export function isVague(action: ActionName, score: number, entities: readonly Entity[]): boolean {
  return decisive.has(action) && score < clearDecision && !entities.some(({ kind }) => kind === 'request');
}

/**
 * The action to carry out where a sentence comes near one that decides about a request: a question ("how do I approve
 * oncology-42", "oncology-42 approved?") shows the request, and several at once show those that wait, since each is decided by itself.
 */
export function careful(action: ActionName, sentence: string, entities: readonly Entity[]): ActionName {
  if (!decisive.has(action)) return action;
  const requests = entities.filter(({ kind }) => kind === 'request');
  const [first, second] = requests;
  if (first && second && first.value !== second.value) {
    const after = sentence.indexOf(first.said) + first.said.length;
    if (joining.test(sentence.slice(after, sentence.indexOf(second.said, after)))) return 'request.list';
  }
  const isQuestion = question.test(sentence) || (/\?\s*$/.test(sentence) && !saysWhy.test(sentence));
  return first && isQuestion && !polite.test(sentence) ? 'request.show' : action;
}

/** The question may stand in what is written to the decision. */
const saysWhy = /:|\b(?:because|since|question|reason)\b/i;
