import { defineAction } from '../action.ts';
import { commandOf, operate } from './answer.ts';
import { machineInput } from './input.ts';

export const startMachine = defineAction({
  name: 'machine.start',
  summary: 'Start a machine',
  phrases: [
    'start machine',
    'start',
    'start {machine}',
    'start machine {machine}',
    'turn on {machine}',
    'boot {machine}',
    'spin up {machine}',
    'get {machine} running',
    'make {machine} run',
    'I need {machine}',
    'I need {machine} up',
    'I want to use {machine}',
    '{machine} on',
    'have {machine} ready',
    'get {machine} ready',
    'set {machine} going',
    'boot my machine',
    'turn on my machine',
    'I need a machine',
    'get my machine running',
    'run {machine}',
    'I want to start a machine',
    '{machine} is off, start it',
    'start it',
    'could use {machine}',
    'need to use {machine}',
    '{machine} needs to be started',
    '{machine} should be started',
    'get {machine} up',
    'I want to start {machine}',
    'can you start {machine}',
    'how do I start {machine}',
    'I want {machine} turned on',
    'have {machine} started',
  ],
  permission: 'machine.operate',
  workspace: 'needed',
  inputs: { machine: machineInput },

  async run({ machine }, context) {
    const { caller, services, workspace } = context;
    return await operate(machine, context, services.machines.start(caller, workspace, machine, commandOf(context)));
  },
});
