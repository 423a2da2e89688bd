import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CveLinks, PatchName } from './PatchName';

describe('PatchName', () => {
  it('shows hostile titles as text', async () => {
    const { container } = await renderInTestApp(
      <PatchName
        patch={{
          kbId: '<b>KB1</b>',
          title: '<img src=x onerror=alert(1)>',
        }}
        to="/somewhere"
      />,
    );
    expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
    expect(screen.getByRole('link', { name: '<b>KB1</b>' })).toHaveAttribute(
      'href',
      '/somewhere',
    );
    expect(container.querySelector('img, b')).toBeNull();
  });

  it('says a name once', async () => {
    await renderInTestApp(
      <PatchName patch={{ kbId: '', title: 'openssl.x86_64' }} />,
    );
    expect(screen.getAllByText('openssl.x86_64')).toHaveLength(1);
  });
});

describe('CveLinks', () => {
  it('leads to the records, which learn nothing of us', async () => {
    await renderInTestApp(<CveLinks cves={['CVE-2026-1234']} />);
    const link = screen.getByRole('link', { name: /CVE-2026-1234/ });
    expect(link).toHaveAttribute(
      'href',
      'https://www.cve.org/CVERecord?id=CVE-2026-1234',
    );
    expect(link).toHaveAttribute('rel', expect.stringContaining('noopener'));
  });

  it('makes no link of what is no CVE', async () => {
    await renderInTestApp(<CveLinks cves={['data:text/x,CVE-2026-1']} />);
    expect(screen.getByText('data:text/x,CVE-2026-1')).toBeVisible();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });

  it('shows the first ones, and all on demand', async () => {
    const user = userEvent.setup();
    const cves = [1, 2, 3, 4, 5].map(n => `CVE-2026-100${n}`);
    await renderInTestApp(<CveLinks cves={cves} />);
    expect(screen.getAllByRole('link')).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: 'Show 3 more CVEs' }));
    expect(screen.getAllByRole('link')).toHaveLength(5);
  });
});
