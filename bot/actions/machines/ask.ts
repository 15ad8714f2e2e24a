import { notice } from '../../../cards/talk/notice.ts';
import { ghostTexts } from '../../../cards/texts/ghosts.ts';
import { defineAction } from '../action.ts';
import { ghostReply } from './ghost-reply.ts';
import { machineInput } from './input.ts';

const { ask: words } = ghostTexts;

export const askMachine = defineAction({
  name: 'machine.ask',
  summary: 'Ask whether a machine is still needed',
  phrases: [
    'ask whether {machine} is still needed',
    'ask if {machine} is needed',
    'ask whether somebody still needs {machine}',
    'ask who started {machine} whether it is needed',
    'ask if anybody still uses {machine}',
    'find out whether {machine} is still needed',
    'find out if somebody needs {machine}',
    'is {machine} still needed',
    'does anybody still need {machine}',
    'does somebody still need {machine}',
  ],
  permission: 'machine.operate',
  workspace: 'needed',
  inputs: { machine: machineInput },

  async run({ machine: name }, context) {
    const { caller, workspace, services, origin } = context;
    const answer = await services.ghosts.ask(caller, workspace, name, { key: origin.key, via: origin.via });
    const { starter, machine, changed } = answer;
    const said = notice({
      title: changed ? words.done(starter.name, machine.name) : words.already(starter.name),
      subtitle: workspace.name,
      text: changed ? words.doneText : words.alreadyText,
    });
    return (await ghostReply(answer, context)) ?? { card: said };
  },
});
