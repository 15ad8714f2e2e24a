import type { Shape } from './shape.ts';

/**
 * Shapes as Azure documents them: the examples of the published REST specification (repository Azure/azure-rest-api-specs), and
 * the overview of the Retail Prices API. Each names its source.
 */

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** costmanagement 2025-03-01: SubscriptionQuery.json (`rows` are lists of mixed values) */
export const costsByDay: Shape = {
  id: /^subscriptions\/[0-9a-f-]{36}\/providers\/Microsoft\.CostManagement\/Query\/[0-9a-f-]{36}$/,
  name: uuid,
  type: /^microsoft\.costmanagement\/Query$/,
  properties: { nextLink: 'null', columns: [{ name: 'string', type: /^(Number|String)$/ }], rows: ['array'] },
};

/** compute: Disk_ListBySubscription.json */
export const diskList: Shape = {
  value: [
    {
      name: 'string',
      id: /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/disks\/[^/]+$/,
      type: /^Microsoft\.Compute\/disks$/,
      location: 'string',
      'tags?': 'object',
      'managedBy?': /\/virtualMachines\/[^/]+$/,
      sku: { name: /^(Premium|StandardSSD|Standard)_LRS$/, tier: /^(Premium|Standard)$/ },
      properties: {
        'osType?': /^(Linux|Windows)$/,
        creationData: { createOption: /^(FromImage|Empty)$/ },
        diskSizeGB: 'number',
        diskSizeBytes: 'number',
        encryption: { type: 'string' },
        networkAccessPolicy: 'string',
        timeCreated: time,
        provisioningState: /^Succeeded$/,
        diskState: /^(Attached|Reserved|Unattached)$/,
        uniqueId: uuid,
      },
    },
  ],
  'nextLink?': 'string',
};

/** Azure Retail Prices overview, "API response examples" */
export const retailPrices: Shape = {
  BillingCurrency: /^[A-Z]{3}$/,
  CustomerEntityId: /^Default$/,
  CustomerEntityType: /^Retail$/,
  Items: [
    {
      currencyCode: /^[A-Z]{3}$/,
      tierMinimumUnits: 'number',
      retailPrice: 'number',
      unitPrice: 'number',
      armRegionName: 'string',
      location: 'string',
      effectiveStartDate: time,
      meterId: uuid,
      meterName: 'string',
      productId: 'string',
      skuId: /^\w+\/\w+$/,
      productName: 'string',
      skuName: 'string',
      serviceName: 'string',
      serviceId: 'string',
      serviceFamily: 'string',
      unitOfMeasure: 'string',
      type: /^(Consumption|DevTestConsumption|Reservation)$/,
      isPrimaryMeterRegion: 'boolean',
      armSkuName: 'string',
    },
  ],
  NextPageLink: 'null',
  Count: 'number',
};

/** monitor data plane 2024-02-01: MetricBatchExample.json */
export const metricsBatch: Shape = {
  values: [
    {
      starttime: time,
      endtime: time,
      interval: /^P/,
      namespace: 'string',
      resourceregion: 'string',
      resourceid: 'string',
      value: [
        {
          id: /\/providers\/Microsoft\.Insights\/metrics\/Percentage CPU$/,
          type: /^Microsoft\.Insights\/metrics$/,
          name: { value: 'string', localizedValue: 'string' },
          displayDescription: 'string',
          unit: /^Percent$/,
          timeseries: [{ metadatavalues: 'array', data: [{ timeStamp: time, 'average?': 'number' }] }],
          errorCode: /^Success$/,
        },
      ],
    },
  ],
};
