import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { EntityLink, OwnerLink } from './OwnerLink';

const options = {
  mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
};

describe('OwnerLink', () => {
  it('leads to the owner', async () => {
    await renderInTestApp(
      <OwnerLink ownerRef="group:default/payments-team" claimed />,
      options,
    );
    expect(screen.getByRole('link', { name: /payments-team/ })).toHaveAttribute(
      'href',
      '/catalog/default/group/payments-team',
    );
  });

  it('says that nobody owns it, and why', async () => {
    await renderInTestApp(
      <OwnerLink
        ownerRef="group:default/platform-team"
        claimed={false}
        unclaimedReason="Tag Owner names <b>nobody</b>"
      />,
      options,
    );
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
    expect(screen.getByText('Unclaimed')).toHaveAttribute(
      'title',
      'Tag Owner names <b>nobody</b>',
    );
  });
});

describe('EntityLink', () => {
  it('shows what is no entity ref as text', async () => {
    await renderInTestApp(<EntityLink entityRef="::not a ref" />, options);
    expect(screen.getByText('::not a ref')).toBeInTheDocument();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });
});
