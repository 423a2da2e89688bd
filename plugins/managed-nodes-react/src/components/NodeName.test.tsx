import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NamedNode, NodeName } from './NodeName';

const node: NamedNode = {
  title: 'payments-api-prod-001',
  nodeId: 'mi-0123456789abcdef0',
  environment: 'vmware',
  platformType: 'Linux',
  platformName: 'Ubuntu',
};

describe('NodeName', () => {
  it('names the node, where it lives, what it runs, and its id', async () => {
    await renderInTestApp(<NodeName node={node} to="/there" />);
    expect(
      screen.getByRole('link', { name: 'payments-api-prod-001' }),
    ).toHaveAttribute('href', '/there');
    expect(screen.getByRole('img', { name: 'VMware' })).toBeInTheDocument();
    expect(screen.getByRole('img', { name: 'Ubuntu' })).toBeInTheDocument();
    expect(screen.getByText('mi-0123456789abcdef0')).toBeInTheDocument();
  });

  it('copies the id and says so', async () => {
    const user = userEvent.setup();
    const writeText = jest.spyOn(window.navigator.clipboard, 'writeText');
    await renderInTestApp(<NodeName node={node} />);
    await user.click(screen.getByRole('button', { name: 'Copy node id' }));
    expect(writeText).toHaveBeenCalledWith(node.nodeId);
    expect(screen.getByRole('status')).toHaveTextContent('Copied');
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "=cmd|'/c calc'!A1",
    'server-\u202Egnp.exe',
  ])('shows %j as text', async title => {
    const { container } = await renderInTestApp(
      <NodeName node={{ ...node, title }} />,
    );
    expect(screen.getByText(title, { exact: true }).tagName).toBe('BDI');
    expect(container.querySelector('script, img[src]')).toBeNull();
  });

  it('shortens a long name in the middle and has the whole of it at hand', async () => {
    const title = `start-${'x'.repeat(244)}-end`;
    await renderInTestApp(<NodeName node={{ ...node, title }} />);
    const shown = screen.getByTitle(title);
    expect(shown.textContent).toMatch(/^start-x+…x+-end$/);
    expect(shown.textContent).toHaveLength(36);
  });

  it('falls back to the id when there is no name', async () => {
    await renderInTestApp(<NodeName node={{ ...node, title: '' }} to="/x" />);
    expect(
      screen.getByRole('link', { name: 'mi-0123456789abcdef0' }),
    ).toBeInTheDocument();
  });
});
