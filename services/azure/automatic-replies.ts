import { DateTime } from 'luxon';
import type { Absence } from '../roles/members.ts';

interface Moment {
  dateTime?: string;
  timeZone?: string;
}

/** Graph's `automaticRepliesSetting`. */
export interface AutomaticReplies {
  status?: string;
  scheduledStartDateTime?: Moment | null;
  scheduledEndDateTime?: Moment | null;
}

/** Graph, "automaticRepliesSetting resource type": the times count only where the status is `scheduled`. */
export function absenceOf(replies: AutomaticReplies): Absence | undefined {
  const { status, scheduledStartDateTime, scheduledEndDateTime } = replies;
  if (status === 'alwaysEnabled') return {};
  if (status !== 'scheduled') return undefined;
  const [from, until] = [dateOf(scheduledStartDateTime), dateOf(scheduledEndDateTime)];
  return { ...(from && { from }), ...(until && { until }) };
}

/** Times come in UTC unless somebody asks for another zone. */
function dateOf(moment: Moment | null | undefined): Date | undefined {
  const time = DateTime.fromISO(moment?.dateTime ?? '', { zone: moment?.timeZone ?? 'utc' });
  const date = time.isValid ? time : DateTime.fromISO(moment?.dateTime ?? '', { zone: 'utc' });
  return date.isValid ? date.toJSDate() : undefined;
}
