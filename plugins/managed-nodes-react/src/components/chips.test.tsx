import {
  nodeStatusSchema,
  patchBucketSchema,
  targetStateSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { NodeStatusChip, PatchBucketChip, TargetStateChip } from './chips';

describe('states', () => {
  it('are told by word and icon, each by its own', async () => {
    const { container } = await renderInTestApp(
      <>
        {nodeStatusSchema.options.map(status => (
          <NodeStatusChip key={status} status={status} />
        ))}
        {patchBucketSchema.options.map(bucket => (
          <PatchBucketChip key={bucket} bucket={bucket} />
        ))}
        {targetStateSchema.options.map(state => (
          <TargetStateChip key={state} state={state} />
        ))}
      </>,
    );
    for (const word of [
      'Online',
      'Connection lost',
      'Stopped',
      'Missing',
      'Left',
      'Never scanned',
      'Critical missing',
      'Security missing',
      'Other missing',
      'Compliant',
      'Not listed yet',
      'Running',
      'Up to date',
      'Partly read',
      'Failing',
      'Removal held',
    ]) {
      expect(screen.getByText(word)).toBeInTheDocument();
    }
    expect(container.querySelectorAll('svg[aria-hidden="true"]')).toHaveLength(
      16,
    );
  });
});
