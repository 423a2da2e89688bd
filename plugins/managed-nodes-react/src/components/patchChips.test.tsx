import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { DueTime, PatchKindChip, PatchStandingChip } from './patchChips';

const HOUR = 3_600_000;

const inHours = (hours: number) =>
  new Date(Date.now() + hours * HOUR + 60_000).toISOString();

describe('DueTime', () => {
  it('says how long there is, with the exact time on hover', async () => {
    await renderInTestApp(<DueTime dueAt={inHours(24 * 12)} />);
    expect(screen.getByText('Due in 12 days')).toHaveAttribute(
      'title',
      expect.stringMatching(/\d{4}, \d\d:\d\d/),
    );
  });

  it('marks what is soon and what is overdue with an icon besides the word', async () => {
    const { container } = await renderInTestApp(
      <>
        <DueTime dueAt={inHours(24)} />
        <DueTime dueAt={inHours(-24 * 30)} />
      </>,
    );
    expect(screen.getByText('Due in 1 day')).toBeVisible();
    expect(screen.getByText(/^Overdue since \d/)).toBeVisible();
    expect(container.querySelectorAll('svg')).toHaveLength(2);
  });

  it('says when nothing is due', async () => {
    await renderInTestApp(<DueTime dueAt={null} none="Excepted" />);
    expect(screen.getByText('Excepted')).toBeVisible();
  });
});

describe('PatchStandingChip', () => {
  it('says the date where it matters, and the word alone elsewhere', async () => {
    await renderInTestApp(
      <>
        <PatchStandingChip standing="due" dueAt={inHours(24 * 3)} />
        <PatchStandingChip standing="due" dueAt={null} />
        <PatchStandingChip standing="compliant" dueAt={inHours(1)} />
        <PatchStandingChip standing="overdue" dueAt={inHours(-24 * 60)} />
      </>,
    );
    expect(screen.getByText('Due in 3 days')).toBeVisible();
    expect(screen.getByText('Due')).toBeVisible();
    expect(screen.getByText('Compliant')).toBeVisible();
    expect(screen.getByText(/^Overdue since/)).toBeVisible();
  });
});

describe('PatchKindChip', () => {
  it('has the vendor’s severity on hover', async () => {
    await renderInTestApp(
      <PatchKindChip kind="security" severity="Important" />,
    );
    expect(screen.getByText('Security')).toHaveAttribute(
      'title',
      'Severity: Important',
    );
  });
});
