import { machineCard } from '../../../cards/machines/machine.ts';
import { progressCard } from '../../../cards/machines/progress.ts';
import { isUnderWay } from '../../../services/machines/machine-record.ts';
import { defineAction } from '../action.ts';
import { costsOf } from './costs.ts';
import { machineInput } from './input.ts';

export const showMachine = defineAction({
  name: 'machine.show',
  summary: 'Show a machine and its state',
  phrases: [
    'show machine',
    'show {machine}',
    'show machine {machine}',
    '{machine}',
    'status of {machine}',
    '{machine} status',
    'state of {machine}',
    'is {machine} running',
    'is {machine} up',
    'is {machine} on',
    'is {machine} stopped',
    'is {machine} still running',
    'is {machine} ready yet',
    'did {machine} come up',
    'has {machine} started',
    'how is {machine}',
    'how is {machine} doing',
    'tell me about {machine}',
    'details of {machine}',
    'info on {machine}',
    'how big is {machine}',
    'what size is {machine}',
    'what is {machine}',
    'who is using {machine}',
    'is anyone using {machine}',
    'is {machine} free',
    'who else is on {machine}',
    'who is on {machine}',
    'machine status',
    'what about {machine}',
    'is my machine running',
    'check {machine}',
    'how far is {machine}',
    'look at {machine}',
    'what does {machine} cost',
    'how much memory does {machine} have',
    'describe {machine}',
    'is {machine} off',
    'which system does {machine} run',
    'what operating system does {machine} have',
    'has {machine} finished starting',
    'what is {machine} doing',
    'is {machine} in use',
    'check whether {machine} is running',
    'how long has {machine} been running',
    'since when is {machine} running',
    'is {machine} available',
    'tell me whether {machine} is on',
    'machine {machine}',
    'view {machine}',
    'has {machine} been stopped',
    'has {machine} been started',
    'is someone else working on {machine}',
    'who is logged in on {machine}',
    '{machine} running',
    'can I see {machine}',
  ],
  permission: 'machine.read',
  readOnly: true,
  workspace: 'needed',
  inputs: { machine: machineInput },

  async run({ machine: name }, context) {
    const { caller, workspace, services, now } = context;
    const machine = await services.machines.get(caller, workspace, name);
    const operation = machine.record?.operation;
    if (operation && isUnderWay(machine.record)) return { card: progressCard(machine, operation, caller) };
    return { card: machineCard(machine, now, '', await costsOf(machine, context)) };
  },
});
