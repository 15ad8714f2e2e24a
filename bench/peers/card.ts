/** The small card that every peer answers with; `text` is the turn's own token. */
export function smallCard(text: string): object {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      { type: 'TextBlock', text: 'Echo', size: 'Large', weight: 'Bolder', wrap: true },
      { type: 'TextBlock', text, wrap: true },
      {
        type: 'FactSet',
        facts: [
          { title: 'Workspace', value: 'Oncology' },
          { title: 'State', value: 'Started' },
          { title: 'Size', value: 'Standard_D4s_v5' },
        ],
      },
    ],
    actions: [
      { type: 'Action.Execute', title: 'Again', verb: 'again', data: { text } },
      { type: 'Action.Execute', title: 'Stop', verb: 'stop', data: { text } },
    ],
  };
}

export const cardType = 'application/vnd.microsoft.card.adaptive';
