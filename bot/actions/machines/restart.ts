import { defineAction } from '../action.ts';
import { commandOf, operate } from './answer.ts';
import { confirmOperation } from './confirm.ts';
import { machineInput } from './input.ts';

export const restartMachine = defineAction({
  name: 'machine.restart',
  summary: 'Restart a machine',
  phrases: [
    'restart machine',
    'restart',
    'restart {machine}',
    'restart machine {machine}',
    'reboot {machine}',
    'reboot my machine',
    'power cycle {machine}',
    'give {machine} a reboot',
    '{machine} needs a restart',
    '{machine} hangs, restart it',
    '{machine} is frozen, restart it',
    'turn {machine} off and on again',
    'stop and start {machine}',
    'bounce {machine}',
    '{machine} is stuck, reboot',
    'start {machine} again',
    'restart it',
    '{machine} should be restarted',
    '{machine} is stuck',
    '{machine} hangs',
  ],
  permission: 'machine.operate',
  workspace: 'needed',
  inputs: { machine: machineInput },

  async confirm({ machine }, context) {
    // Nobody is asked about what is refused afterwards.
    await context.services.trainings.require(context.caller, context.workspace);
    return await confirmOperation('restart', machine, context);
  },

  async run({ machine }, context) {
    const { caller, services, workspace } = context;
    return await operate(machine, context, services.machines.restart(caller, workspace, machine, commandOf(context)));
  },
});
