import type { Survey } from '../../services/archives/archive-survey.ts';
import { fileSize } from '../file-size.ts';
import { moneyText } from '../money.ts';
import { archiveTexts } from '../texts/workspace-archive.ts';
import { listing } from '../wording.ts';
import type { ArchiveFact } from './archive-card.ts';

const { facts: words, counts } = archiveTexts;

/** What is open in a workspace, line by line. */
export function surveyFacts(survey: Survey, locale: string): ArchiveFact[] {
  const { requests, exports, schedules, people, machines, storage, cost } = survey;
  const sums = (all: NonNullable<Survey['cost']>['all']) => listing(all.map((sum) => moneyText(sum, locale)));
  return [
    { label: words.requests, value: counts.requests(requests, exports) },
    { label: words.people, value: people ? counts.people(people.owners, people.members) : words.unknown },
    { label: words.machines, value: machines ? counts.machines(machines.all, machines.running) : words.unknown },
    { label: words.schedules, value: counts.schedules(schedules) },
    { label: words.files, value: storage ? counts.files(storage.files, fileSize(storage.bytes)) : words.unknown },
    { label: words.cost, value: cost ? counts.cost(sums(cost.all), sums(cost.month)) : words.unknown },
  ];
}
