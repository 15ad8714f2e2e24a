import type { JsonObject } from './http.ts';
import type { MachineRecord, Power } from './state.ts';

const displayed: Readonly<Record<string, string>> = {
  starting: 'VM starting',
  running: 'VM running',
  stopping: 'VM stopping',
  stopped: 'VM stopped',
  deallocating: 'VM deallocating',
  deallocated: 'VM deallocated',
};

/** Makes what is over by `now` true: the machine's new power state, or the failure that kept it in the old one. */
export function settle(machine: MachineRecord, now: number): void {
  const { transition } = machine;
  if (!transition || transition.endsAt > now) return;
  machine.transition = undefined;
  machine.failure = transition.error;
  if (transition.error) return;
  machine.power = transition.to;
  machine.changedAt = transition.endsAt;
}

/** Azure's power state at `now`, with the states in between. */
export function powerState(machine: MachineRecord, now: number): Power | 'starting' | 'stopping' | 'deallocating' {
  const { transition } = machine;
  if (!transition) return machine.power;
  if (transition.verb === 'start') return machine.power === 'running' ? 'running' : 'starting';
  if (transition.verb === 'deallocate') return machine.power === 'deallocated' ? 'deallocated' : 'deallocating';
  if (transition.verb === 'powerOff') return machine.power === 'stopped' ? 'stopped' : 'stopping';
  // A restart goes down in the first half and comes up in the second.
  return now < (transition.startedAt + transition.endsAt) / 2 ? 'stopping' : 'starting';
}

/** Azure's provisioning state, as a word and as a status. */
export function provisioning(machine: MachineRecord): { state: string; status: JsonObject } {
  const time = new Date(machine.transition?.startedAt ?? machine.changedAt).toISOString();
  if (machine.goneAt !== undefined) {
    const status = { code: 'ProvisioningState/deleting', level: 'Info', displayStatus: 'Deleting', time };
    return { state: 'Deleting', status };
  }
  if (machine.transition) {
    const status = { code: 'ProvisioningState/updating', level: 'Info', displayStatus: 'Updating', time };
    return { state: 'Updating', status };
  }
  if (machine.failure) {
    const { code, message } = machine.failure;
    return {
      state: 'Failed',
      status: {
        code: `ProvisioningState/failed/${code}`,
        level: 'Error',
        displayStatus: 'Provisioning failed',
        message,
        time,
      },
    };
  }
  const status = { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded', time };
  return { state: 'Succeeded', status };
}

/** `VirtualMachineInstanceView`. A machine without a running guest has no agent, name or version to report. */
export function instanceView(machine: MachineRecord, now: number): JsonObject {
  const power = powerState(machine, now);
  const ready = { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready' };
  const time = new Date(now).toISOString();
  const guest =
    power === 'running'
      ? {
          computerName: machine.name,
          osName: machine.os === 'linux' ? 'ubuntu' : 'Windows Server 2022 Datacenter',
          osVersion: machine.os === 'linux' ? '24.04' : '10.0.20348.0',
          vmAgent: {
            vmAgentVersion: machine.os === 'linux' ? '2.12.0.4' : '2.7.41491.1172',
            statuses: [{ ...ready, message: 'Guest Agent is running', time }],
            extensionHandlers: [],
          },
        }
      : {};
  return {
    ...guest,
    disks: [
      {
        name: `${machine.name}-os`,
        statuses: [{ ...ready, displayStatus: 'Provisioning succeeded', time: machine.createdAt }],
      },
    ],
    hyperVGeneration: 'V2',
    statuses: [
      provisioning(machine).status,
      { code: `PowerState/${power}`, level: 'Info', displayStatus: displayed[power] },
    ],
  };
}
