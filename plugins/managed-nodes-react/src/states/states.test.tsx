import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { responseError } from '../__testUtils__/responses';
import { EmptyState, ErrorState } from './states';

describe('ErrorState', () => {
  it('says what happened, offers a retry, and gives a reference to copy', async () => {
    const user = userEvent.setup();
    const onRetry = jest.fn();
    const error = await responseError(500, 'Error', 'password=hunter2');
    await renderInTestApp(<ErrorState error={error} onRetry={onRetry} />);

    expect(screen.getByRole('alert')).toHaveTextContent(
      'The managed-nodes backend failed to answer.',
    );
    expect(
      screen.getByText(/500 GET \/api\/managed-nodes\/nodes/),
    ).toBeVisible();
    expect(document.body).not.toHaveTextContent('hunter2');
    expect(
      screen.getByRole('button', { name: 'Copy reference' }),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it('repeats what the backend says about a wrong request', async () => {
    const error = await responseError(400, 'InputError', 'cursor: unknown');
    await renderInTestApp(<ErrorState error={error} />);
    expect(screen.getByRole('alert')).toHaveTextContent('cursor: unknown');
  });

  it('tells a lost connection from an answer', async () => {
    await renderInTestApp(
      <ErrorState error={new TypeError('Failed to fetch')} />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The portal could not be reached.',
    );
  });

  it('names the permission that a refusal is about', async () => {
    const error = await responseError(
      403,
      'NotAllowedError',
      'You need the permission managed-nodes.sync.read',
    );
    await renderInTestApp(<ErrorState error={error} onRetry={jest.fn()} />);
    expect(screen.getByText('You may not see this')).toBeVisible();
    expect(screen.getByText('managed-nodes.sync.read')).toBeVisible();
    expect(screen.queryByText('Try again')).not.toBeInTheDocument();
  });

  it('falls back to the permission of the place', async () => {
    const error = await responseError(403, 'NotAllowedError', '');
    await renderInTestApp(<ErrorState error={error} />);
    expect(screen.getByText('managed-nodes.node.read')).toBeVisible();
  });
});

describe('EmptyState', () => {
  it('says why and what next', async () => {
    await renderInTestApp(
      <EmptyState title="Nothing" action={<button>Next</button>}>
        Because.
      </EmptyState>,
    );
    expect(screen.getByText('Nothing')).toBeVisible();
    expect(screen.getByText('Because.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Next' })).toBeVisible();
  });
});
