import { defineAction } from '../action.ts';
import { commandOf, operate } from './answer.ts';
import { confirmOperation } from './confirm.ts';
import { machineInput } from './input.ts';

export const stopMachine = defineAction({
  name: 'machine.stop',
  summary: 'Stop a machine, so that it costs nothing',
  phrases: [
    'stop machine',
    'stop',
    'stop {machine}',
    'stop machine {machine}',
    'turn off {machine}',
    'shut down {machine}',
    'kill {machine}',
    'deallocate {machine}',
    '{machine} off',
    'done with {machine}',
    'I am finished with {machine}',
    'I do not need {machine} anymore',
    'I no longer need {machine}',
    '{machine} is not needed anymore',
    '{machine} can be stopped',
    '{machine} can go off',
    'nobody is using {machine}, stop it',
    'turn off my machine',
    'I am done with my machine',
    'put {machine} to sleep',
    'send {machine} to sleep',
    'free up {machine}',
    'stop it',
    'stop using {machine}',
    '{machine} should be stopped',
    '{machine} needs to be stopped',
    'I am done for today, stop {machine}',
    'close {machine}',
    'shut {machine}',
    'close down {machine}',
    'end {machine}',
    'I do not need {machine} now, turn it off',
    '{machine} is idle, stop it',
    'get {machine} stopped',
    'I am not using {machine} anymore',
    'I do not use {machine} anymore',
  ],
  permission: 'machine.operate',
  workspace: 'needed',
  inputs: { machine: machineInput },

  async confirm({ machine }, context) {
    return await confirmOperation('stop', machine, context);
  },

  async run({ machine }, context) {
    const { caller, services, workspace } = context;
    return await operate(machine, context, services.machines.stop(caller, workspace, machine, commandOf(context)));
  },
});
