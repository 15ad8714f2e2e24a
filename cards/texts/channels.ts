/** What stands on cards and in lines about channels, in English. */
export const channelTexts = {
  confirm: {
    title: (workspace: string) => `Use this channel for ${workspace}?`,
    text: (workspace: string) =>
      `What is written to me here is about ${workspace} then, for those who work in it. Everybody in the channel reads how requests stand, by counts and without names of files, and when the budget runs out; others read nothing more than before.`,
    yes: 'Use it',
    no: 'Leave it as it is',
  },
  bound: (workspace: string) => `This channel is about ${workspace} now`,
  boundText: (workspace: string) => `Write "unbind this channel" to end it. An owner of ${workspace} or an admin can.`,
  unbound: (workspace: string) => `This channel is not about ${workspace} any more`,
  unboundText: 'Nothing of it is posted here from now on.',
  machines: 'Show machines',
  which: 'Say for which workspace, for example "use this channel for oncology".',
  elsewhere: 'That works in a channel of a team alone. Add me to the team, and write it there.',
  notBound: 'This channel is bound to no workspace that you look after, so there is nothing to unbind.',
  ending: (title: string) =>
    `${title}. Whoever works there can ask for the files that they need elsewhere; an admin can change the date.`,
  budget: (title: string) => `${title}. Whoever works there can write "budget" to see the figures.`,
};
