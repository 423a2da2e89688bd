import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { exactTime } from '../format/time';
import { AsOf, RelativeTime } from './RelativeTime';

const minutesAgo = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000 - 1000).toISOString();

describe('RelativeTime', () => {
  it('has the exact time at hand', async () => {
    const value = minutesAgo(3);
    await renderInTestApp(<RelativeTime value={value} copyable />);
    expect(screen.getByText('3 min ago')).toHaveAttribute(
      'title',
      exactTime(value),
    );
    expect(
      screen.getByRole('button', { name: 'Copy exact time' }),
    ).toBeInTheDocument();
  });

  it('says when there is no time', async () => {
    await renderInTestApp(<RelativeTime value={null} none="never seen" />);
    expect(screen.getByText('never seen')).toBeInTheDocument();
  });
});

describe('AsOf', () => {
  it('is quiet while fresh', async () => {
    await renderInTestApp(<AsOf value={minutesAgo(2)} />);
    expect(screen.getByText(/^as of/)).toBeInTheDocument();
  });

  it('says so, not only by colour, when stale', async () => {
    await renderInTestApp(<AsOf value={minutesAgo(40)} />);
    expect(screen.getByText(/^Stale: as of/)).toHaveTextContent(
      'Stale: as of 40 min ago',
    );
  });
});
