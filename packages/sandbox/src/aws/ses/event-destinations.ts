import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';

/** As CloudFormation writes them; the API has them in capitals. */
const eventTypes = [
  ...['send', 'reject', 'bounce', 'complaint', 'delivery', 'open', 'click'],
  ...['renderingFailure', 'deliveryDelay', 'subscription'],
] as const;

const properties = z.strictObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string().optional(),
    Enabled: z.boolean().optional(),
    MatchingEventTypes: z.array(z.enum(eventTypes)).min(1),
    /** SES takes no other bus than the default one. */
    EventBridgeDestination: z.strictObject({
      EventBusArn: z.string().regex(/^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/default$/, {
        message: 'SES tells the default bus alone',
      }),
    }),
  }),
});
type Properties = z.infer<typeof properties>;

export interface EventDestinations {
  resource: ResourceProvider<Properties>;
  /** Whether the default bus is told of such events of mails that were sent with this set. */
  tells(configurationSet: string, eventType: 'bounce' | 'complaint'): boolean;
}

/** Where configuration sets send word of what became of their mails. Not handled: CloudWatch, Firehose and SNS as destinations. */
export function makeEventDestinations(): EventDestinations {
  const made = new Map<string, Properties>();
  return {
    resource: {
      type: 'AWS::SES::ConfigurationSetEventDestination',
      properties,
      apply({ physicalName, properties: given }) {
        made.set(physicalName, given);
        return { ref: physicalName, attributes: { Id: physicalName } };
      },
      remove: ({ ref }) => void made.delete(ref),
    },
    tells: (configurationSet, eventType) =>
      [...made.values()].some(
        ({ ConfigurationSetName, EventDestination: { Enabled = true, MatchingEventTypes } }) =>
          Enabled &&
          ConfigurationSetName === configurationSet &&
          MatchingEventTypes.some((one) => one === eventType),
      ),
  };
}
