import type { Vocabulary } from '../../bot/understand.ts';

/** The names that the corpus speaks of. */
export const vocabulary: Vocabulary = {
  machines: [
    { name: 'onc-python', workspace: 'oncology' },
    { name: 'onc-r', workspace: 'oncology' },
    { name: 'card-python', workspace: 'cardiology' },
    { name: 'card-r', workspace: 'cardiology' },
    { name: 'gen-python', workspace: 'genomics' },
  ],
  workspaces: [
    { id: 'oncology', name: 'Oncology' },
    { id: 'cardiology', name: 'Cardiology' },
    { id: 'genomics', name: 'Genomics' },
  ],
  people: [
    { aadObjectId: 'researcher', name: 'Researcher' },
    { aadObjectId: 'researcher-2', name: 'Researcher 2' },
    { aadObjectId: 'owner', name: 'Owner' },
    { aadObjectId: 'owner-2', name: 'Owner 2' },
    { aadObjectId: 'reviewer', name: 'Reviewer' },
    { aadObjectId: 'reviewer-2', name: 'Reviewer 2' },
    { aadObjectId: 'admin', name: 'Admin' },
    { aadObjectId: 'outsider', name: 'Outsider' },
  ],
  requests: ['oncology-42', 'cardiology-7', 'genomics-3'],
  files: ['results.csv', 'cohort.csv', 'figures/figure1.png', 'export/table1.csv', 'export/figure3.png'],
};
