import { landingZone } from '../../sandbox/landing-zone.ts';
import { location, subscriptionId } from '../../sandbox/seed.ts';

const { ubuntu } = landingZone.images;

/** What a deployment of the workspace's template hands in: two machines, one of each system. */
export const sampleParameters: Readonly<Record<string, unknown>> = {
  ...landingZone.parameters,
  workspace: 'cardio-2',
  displayName: 'Cardiology 2',
  location,
  owner: 'ae1049bd-3093-49e9-8e66-4d6816952419',
  costCentre: 'CC-4711',
  groupId: '0d4b3a4e-13a2-4e4f-8f1c-6c3f1d8a7b60',
  addressPrefix: '10.20.7.0/24',
  publicAddresses: ['203.0.113.0/24'],
  adminPassword: 'a-password-that-only-tests-know-1',
  adminSshKey: `ssh-ed25519 ${'A'.repeat(68)} tests`,
  images: {
    ubuntu: { os: ubuntu.os, reference: ubuntu.reference },
    windows: { os: 'windows', reference: { id: `/subscriptions/${subscriptionId}/images/windows` } },
  },
  machines: [
    { name: 'cardio2-python', size: 'Standard_D4s_v5', image: 'ubuntu', environment: 'python', diskGiB: 128 },
    { name: 'cardio2-sql', size: 'Standard_E4s_v5', image: 'windows', environment: 'sql', diskGiB: 256 },
  ],
  budgetAmount: 1000,
  budgetStart: '2026-11-01',
  budgetEnd: '2027-10-31',
};
