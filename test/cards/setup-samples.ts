import type { Card } from '../../cards/card.ts';
import { type SetupView, setupCard } from '../../cards/workspaces/setup.ts';
import { confirmRemoveSetup } from '../../cards/workspaces/setup-buttons.ts';
import { type SetupFields, type SetupFormView, setupForm } from '../../cards/workspaces/setup-form.ts';
import { money } from '../../services/money/money.ts';
import type { SetupOffer } from '../../services/setups/setup-offer.ts';
import { type SetupStep, setupSteps, type WorkspaceSetup } from '../../services/setups/workspace-setup.ts';
import { admin, now, owner, researcher } from '../support/machine-samples.ts';

export const offer: SetupOffer = {
  currency: 'EUR',
  sizes: [
    size('Standard_D2s_v5', '2 cores, 8 GiB', '0.11', '0.2'),
    size('Standard_D4s_v5', '4 cores, 16 GiB', '0.22', '0.4'),
    size('Standard_D8s_v5', '8 cores, 32 GiB', '0.44', '0.8'),
    { name: 'Standard_E8s_v5', label: '8 cores, 64 GiB', perHour: {} },
  ],
  images: [
    { name: 'ubuntu', label: 'Ubuntu 24.04', os: 'linux' },
    { name: 'windows', label: 'Windows Server 2025', os: 'windows' },
  ],
  environments: ['python', 'r', 'sql'],
  presets: [
    { name: 'standard', label: 'Standard' },
    { name: 'open', label: 'Open data' },
  ],
  thresholds: [50, 75, 90, 100],
  mostMachines: 20,
  earliestEnd: '2026-03-03',
  latestEnd: '2031-03-01',
};

function size(name: string, label: string, linux: string, windows: string): SetupOffer['sizes'][number] {
  return { name, label, perHour: { linux: money(linux, 'EUR'), windows: money(windows, 'EUR') } };
}

export const names = {
  sizes: Object.fromEntries(offer.sizes.map((one) => [one.name, one.label])),
  images: Object.fromEntries(offer.images.map((one) => [one.name, one.label])),
  presets: Object.fromEntries(offer.presets.map((one) => [one.name, one.label])),
};

export const setupFields: SetupFields = {
  ...{ name: 'Neurology', purpose: 'MRI images of the stroke study.', costCentre: 'CC-100', owner: owner.aadObjectId },
  ownerName: '',
  ...{ members: [researcher.aadObjectId], others: '', budget: '1500', thresholds: '50, 75, 90, 100' },
  machines: [{ name: '', size: 'Standard_D4s_v5', image: 'ubuntu', environment: 'python' }],
  ...{ endsOn: '2027-06-30', preset: 'standard' },
};

export function formSample(more: Partial<Omit<SetupFormView, 'fields'>> = {}, fields: Partial<SetupFields> = {}): Card {
  return setupForm({
    ...{ offer, problems: [], isAdmin: true, locale: 'en-GB' },
    owners: [admin, owner],
    people: [researcher, owner],
    ...more,
    fields: { ...setupFields, ...fields },
  });
}

/** All steps before this one are done. */
export function stepsUntil(step: SetupStep['step'], state: SetupStep['state'], problem?: string): SetupStep[] {
  const at = setupSteps.indexOf(step);
  return setupSteps.map((each, index) => {
    if (index !== at) return { step: each, state: index < at ? 'done' : 'waiting' };
    return { step: each, state, ...(problem !== undefined && { problem }) };
  });
}

export function setupSample(more: Partial<WorkspaceSetup> = {}): WorkspaceSetup {
  return {
    ...{ partition: 'setups', id: 'neurology', kind: 'setup', schema: 1, version: 3, state: 'waiting' },
    ...{
      history: [],
      archived: 0,
      effects: [],
      deadLetters: [],
      workspace: 'neurology',
      round: 1,
      planned: 1,
      attempt: 0,
    },
    plan: {
      ...{ name: 'Neurology', purpose: 'MRI images of the stroke study.', costCentre: 'CC-100' },
      ...{ owner, members: [researcher], budget: money('1500', 'EUR'), thresholds: [50, 75, 90, 100] },
      machines: [
        { name: 'neu-python', size: 'Standard_D4s_v5', image: 'ubuntu', environment: 'python' },
        { name: 'neu-r', size: 'Standard_D8s_v5', image: 'windows', environment: 'r' },
      ],
      ...{ endsOn: '2027-06-30', preset: 'standard' },
    },
    ...{ askedBy: admin, askedAt: now.toISOString(), byAdmin: true, monthlyPrice: money('482', 'EUR') },
    checks: [
      { check: 'quota', state: 'good', words: '12 cores are needed, and 88 are left in the region.' },
      {
        ...{ check: 'price', state: 'good', words: 'A month costs no more than the budget.' },
        price: { monthly: money('482', 'EUR') },
      },
      { check: 'preview', state: 'good', words: 'Azure would make 41 things and change nothing.' },
    ],
    ...{ steps: stepsUntil('group', 'waiting'), followers: [] },
    ...more,
  } as WorkspaceSetup;
}

export function cardSample(more: Partial<WorkspaceSetup> = {}, view: Partial<SetupView> = {}): Card {
  const isYours = view.isYours ?? true;
  return setupCard({
    ...{ reader: 'admin', isYours, names, now, locale: 'en-GB' },
    ...view,
    setup: setupSample({ ...(!isYours && { askedBy: researcher, byAdmin: false }), ...more }),
  });
}

const started = new Date(now.getTime() - 4 * 60_000).toISOString();
const under = { startedAt: started, expectedMinutes: 12 };
const ended = { startedAt: started, endedAt: now.toISOString(), steps: stepsUntil('opening', 'done') };
const blocked = setupSample().checks.with(0, {
  ...{ check: 'quota', state: 'bad' },
  words: '12 cores are needed, and 4 are left in the region. Choose smaller machines, or ask for more quota in Azure.',
});
const failure = 'Azure has no room for machines of this size in the region right now. Try again later.';
const author = { reader: 'author', isYours: true } as const;
const longest = 'x'.repeat(4_000);

/** What people see of a workspace that is wanted, made, and there. */
export const setupSamples: Readonly<Record<string, Card>> = {
  'a form for a new workspace': formSample(
    {},
    { name: '', purpose: '', costCentre: '', members: [], budget: '', endsOn: '' },
  ),
  'a form for a new workspace, filled in': formSample({ isAdmin: false, changes: 'neurology' }),
  'a form for a new workspace with problems': formSample(
    {
      problems: [
        { field: 'name', words: 'There is a workspace of that name. Choose another name.' },
        { field: 'owner', words: 'Say who owns it.' },
        { field: 'members', words: 'The directory knows nobody called Zed. Write more of the name, or the address.' },
        { field: 'budget', words: 'Write the budget as a number, for example 1500.' },
        { field: 'machines', machine: 1, words: 'A Windows machine has a name of at most 15 characters.' },
        { field: 'endsOn', words: 'Say when it ends.' },
      ],
    },
    {
      ...{ name: 'Oncology', owner: '', others: 'Zed', budget: 'a lot', endsOn: '' },
      machines: [
        setupFields.machines[0]!,
        { ...setupFields.machines[0]!, name: 'neurology-windows', image: 'windows' },
      ],
    },
  ),
  'a form for a new workspace, as large as it gets': largestForm(),
  'a new workspace, being checked': cardSample({ state: 'checking', checks: setupSample().checks.slice(0, 1) }),
  'a new workspace, to be created': cardSample(),
  'a new workspace that cannot be created': cardSample({ checks: blocked }),
  'a new workspace somebody asks for that cannot be created': cardSample({ checks: blocked }, { isYours: false }),
  'a new workspace somebody asks for': cardSample({}, { isYours: false }),
  'a new workspace that waits for an admin': cardSample({ askedBy: researcher, byAdmin: false }, author),
  'a new workspace for whoever will own it': cardSample({}, { reader: 'owner', isYours: false }),
  'a new workspace that was declined': cardSample(
    { state: 'declined', decidedBy: admin, reason: 'The study has no ethics vote yet.' },
    author,
  ),
  'a new workspace that was withdrawn': cardSample({ state: 'withdrawn' }, { isYours: false }),
  'a new workspace, being created': cardSample({
    state: 'creating',
    steps: stepsUntil('storage', 'running'),
    ...under,
  }),
  'a new workspace that failed, for an admin': cardSample({
    ...{ state: 'failed', steps: stepsUntil('machines', 'failed', failure), ...under },
  }),
  'a new workspace that failed, for whoever asked': cardSample(
    { state: 'failed', steps: stepsUntil('machines', 'failed', failure), ...under },
    author,
  ),
  'a question before what was made is removed': confirmRemoveSetup(setupSample()),
  'a new workspace, being removed': cardSample({ state: 'removing' }),
  'a new workspace that was removed': cardSample({ state: 'removed' }),
  'a new workspace that is ready, for an admin': cardSample({ state: 'ready', ...ended }),
  'a new workspace that is ready, for its owner': cardSample(
    { state: 'ready', ...ended },
    { reader: 'owner', isYours: false },
  ),
  'a new workspace that is ready, for a member': cardSample(
    { state: 'ready', ...ended },
    { reader: 'member', isYours: false },
  ),
  'a new workspace, as large as it gets': cardSample(
    {
      plan: {
        ...setupSample().plan,
        ...{ name: longest, purpose: longest, costCentre: longest },
        members: Array.from({ length: 20 }, (_, index) => ({ aadObjectId: `person-${index}`, name: longest })),
        machines: Array.from({ length: 20 }, (_, index) => ({
          ...{ name: `machine-${index}`, size: longest, image: longest, environment: 'python' as const },
        })),
      },
      checks: setupSample().checks.map((check) => ({ ...check, words: longest })),
    },
    { isYours: false, note: longest },
  ),
};

function largestForm(): Card {
  const person = (index: number) => ({
    aadObjectId: `00000000-0000-4000-8000-0000000000${index + 10}`,
    ...{ name: longest, mail: longest },
  });
  const people = Array.from({ length: 40 }, (_, index) => person(index));
  const fields = (['name', 'purpose', 'costCentre', 'owner', 'members', 'budget', 'endsOn'] as const).map((field) => ({
    field,
    words: longest,
  }));
  return formSample(
    {
      offer: {
        ...offer,
        sizes: Array.from({ length: 30 }, (_, index) => size(`size-${index}`, longest, '10.11', '20.22')),
        images: Array.from({ length: 30 }, (_, index) => ({ name: `image-${index}`, label: longest, os: 'linux' })),
        presets: Array.from({ length: 30 }, (_, index) => ({ name: `preset-${index}`, label: longest })),
      },
      ...{ owners: people, people, problems: fields, note: longest },
    },
    {
      ...{
        name: longest,
        purpose: longest,
        costCentre: longest,
        others: longest,
        budget: longest,
        thresholds: longest,
      },
      members: people.map(({ aadObjectId }) => aadObjectId),
      machines: Array.from({ length: 6 }, () => ({
        name: longest,
        size: 'size-1',
        image: 'image-1',
        environment: 'r',
      })),
    },
  );
}
