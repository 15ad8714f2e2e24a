import type { MachineRecord } from '../machines/machine-record.ts';
import type { Toggle } from './metering.ts';

/** When a machine was started and stopped through Labdesk since then, as its record says, oldest first. */
export function togglesOf(record: MachineRecord | undefined, since: Date): readonly Toggle[] {
  const toggles: Toggle[] = [];
  let on: boolean | undefined;
  for (const { what, at } of record?.history ?? []) {
    if (what === 'machine.start') on = true;
    else if (what === 'machine.stop') on = false;
    else if (what === 'machine.restart') on = undefined;
    else if (what === 'machine.succeeded' && on !== undefined && new Date(at) > since)
      toggles.push({ at: new Date(at), on });
  }
  return toggles;
}
