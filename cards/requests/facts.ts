import type { Person } from '../../services/people/people.ts';
import type { Approver, DataRequest, RequestDecision } from '../../services/requests/request.ts';
import { isPending, requestName, totalBytes } from '../../services/requests/request.ts';
import type { RequestViewer } from '../../services/requests/request-rules.ts';
import type { Fact } from '../fact.ts';
import { fileSize } from '../file-size.ts';
import { harmless } from '../harmless.ts';
import { day, moment } from '../moment.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { topUpTexts } from '../texts/top-ups.ts';
import { brief } from '../wording.ts';
import { countOf } from './title.ts';

const { facts } = words;
const mostNames = 3;
const mostKinds = 3;

/** What the viewer may know of the request in a line each; others than its author and those who decide read counts alone. */
export function requestFacts(request: DataRequest, viewer: RequestViewer, youId: string, locale: string): Fact[] {
  const open = viewer !== 'bystander';
  return [
    ...line(facts.for, viewer === 'decider' && !isPending(request) && nameOf(request.author, youId)),
    ...line(facts.to, !request.topUp && use(request)),
    ...line(topUpTexts.fact, request.topUp && countOf(request, locale)),
    ...line(facts.files, request.files.length > 0 && filesLine(request, open, locale)),
    ...line(facts.checked, open && checked(request)),
    ...line(facts.where, open && where(request)),
    ...line(facts.asked, open && asked(request, youId)),
    ...line(facts.taken, open && isPending(request) && request.claimedBy && nameOf(request.claimedBy, youId)),
    ...line(facts.decided, decided(request.decision, youId)),
    ...line(facts.takenBack, decided(request.revoked, youId)),
  ];
}

/** What is asked for: "2 files, 1.4 MB, CSV"; the sum of a top-up. */
export function filesLine(request: DataRequest, withKinds: boolean, locale: string): string {
  if (request.topUp) return countOf(request, locale);
  const kinds = withKinds ? kindsOf(request) : '';
  return [countOf(request, locale), fileSize(totalBytes(request)), kinds].filter(Boolean).join(', ');
}

function line(title: string, value: string | false | undefined): Fact[] {
  return value ? [{ title, value }] : [];
}

function nameOf({ aadObjectId, name }: Person, youId: string): string {
  return aadObjectId === youId ? words.you : harmless(brief(name));
}

function use({ use: what, accessUntil, state }: DataRequest): string {
  const ends = accessUntil && ['approving', 'approved'].includes(state);
  return ends ? words.until(words.use[what], day(accessUntil)) : words.use[what];
}

function kindsOf({ files }: DataRequest): string {
  const kinds = new Set(files.map(({ path }) => /\.([a-z0-9]{1,5})$/i.exec(path)?.[1]?.toUpperCase() ?? ''));
  const known = [...kinds].filter(Boolean).sort();
  return words.kinds(known.slice(0, mostKinds), known.length > 0 && (kinds.has('') || known.length > mostKinds));
}

function checked({ state, scan, type }: DataRequest): string | undefined {
  if (type === 'topup') return undefined;
  if (state === 'submitted') return words.checked.running;
  if (!scan || ['draft', 'returned', 'withdrawn', 'blocked', 'failed'].includes(state)) return undefined;
  const found = words.checked[scan];
  return state === 'approved'
    ? `${words.checked.unchanged} · ${found}`
    : `${found.charAt(0).toUpperCase()}${found.slice(1)}`;
}

/** The folder of the copies, where the machines see it. */
function where(request: DataRequest): string | undefined {
  return request.type === 'access' && request.state === 'approved' && request.use !== 'download'
    ? `approved/${requestName(request)}/`
    : undefined;
}

function asked(request: DataRequest, youId: string): string | undefined {
  if (!isPending(request) || request.approvers.length === 0) return undefined;
  const names = request.approvers.slice(0, mostNames).map((approver) => withRole(approver, nameOf(approver, youId)));
  const more = request.approvers.length - names.length;
  const who = [...names, ...(more > 0 ? [words.others(more)] : [])].join(', ');
  return request.standIn ? `${who}, since ${words.standIn[request.standIn]}` : who;
}

function decided(decision: RequestDecision | undefined, youId: string): string | undefined {
  return decision && `${withRole(decision, nameOf(decision.by, youId))}, ${moment(decision.at)}`;
}

function withRole({ as }: { readonly as: Approver['as'] }, name: string): string {
  return words.as[as] ? `${name} (${words.as[as]})` : name;
}
