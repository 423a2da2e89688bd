import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** What people see beside the action in the portal. */
export const examples: TemplateExample[] = [
  {
    description: 'Restart a service on nodes that were picked in the form',
    example: stringify({
      steps: [
        {
          id: 'restart',
          name: 'Restart the service',
          action: 'managed-nodes:runbook:run',
          input: {
            runbook: 'restart-service',
            nodes: '${{ parameters.nodes }}',
            parameters: { ServiceName: '${{ parameters.service }}' },
          },
        },
      ],
    }),
  },
  {
    description:
      'Reboot all nodes of a component, with an approval if there has to be one, and go on without waiting',
    example: stringify({
      steps: [
        {
          id: 'reboot',
          name: 'Reboot',
          action: 'managed-nodes:runbook:run',
          input: {
            runbook: 'reboot-safely',
            entity: '${{ parameters.component }}',
            note: 'New kernel',
            wait: false,
          },
        },
      ],
    }),
  },
];
