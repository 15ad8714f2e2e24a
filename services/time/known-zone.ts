import { IANAZone } from 'luxon';

/** The zone of that name (IANA); UTC where there is no such zone. */
export function knownZone(name: string): IANAZone | 'utc' {
  // Remembered by luxon, which `isValidZone` is not.
  const zone = IANAZone.create(name);
  return zone.isValid ? zone : 'utc';
}
