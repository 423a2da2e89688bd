import { TestApiProvider } from '@backstage/test-utils';
import { ManagedNodesApi } from '@managed-nodes/plugin-managed-nodes-common';
import { ReactNode } from 'react';
import { managedNodesApiRef } from '../data/managedNodesApiRef';

/** What stands around hooks in a test that plays the backend. */
export function backedBy(api: Partial<ManagedNodesApi>) {
  return (props: { children: ReactNode }) => (
    <TestApiProvider apis={[[managedNodesApiRef, api]]}>
      {props.children}
    </TestApiProvider>
  );
}
