import { configApiRef } from '@backstage/core-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { NoticeChip } from './NoticeChip';

function renderWith(data: object) {
  return renderInTestApp(
    <TestApiProvider
      apis={[[configApiRef, mockApis.config({ data: { ...data } })]]}
    >
      <NoticeChip />
    </TestApiProvider>,
  );
}

describe('NoticeChip', () => {
  it('says what config gives', async () => {
    await renderWith({ managedNodes: { notice: 'Simulated fleet' } });
    expect(screen.getByText('Simulated fleet')).toBeInTheDocument();
  });

  it('is not there without', async () => {
    await renderWith({});
    expect(document.body).not.toHaveTextContent('Simulated fleet');
  });
});
