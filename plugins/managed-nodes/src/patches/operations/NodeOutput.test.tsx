import { screen } from '@testing-library/react';
import { somePatches } from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { NodeOutput } from './NodeOutput';

describe('what a node printed', () => {
  const open = (getOperationOutput: () => Promise<never>) =>
    renderPiece(<NodeOutput operation="op-1" node="mi-1" live={false} />, {
      api: { patches: somePatches({ getOperationOutput }) },
    });

  it('is not an error where AWS has none', async () => {
    await open(async () => {
      throw await responseError(404, 'NotFoundError', 'AWS has no output');
    });
    expect(await screen.findByText('AWS has no output')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('can be asked for again where it could not be read', async () => {
    await open(async () => {
      throw await responseError(400, 'InputError', 'AWS did not say');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'AWS did not say',
    );
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
