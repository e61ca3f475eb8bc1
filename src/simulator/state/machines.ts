/** States that a machine of the embedded region can be in, by MAAS's numbers. */
export const MACHINE_STATES = { ready: 4, deployed: 6, deploying: 9 } as const

export type Machine = {
  readonly systemId: string
  readonly hostname: string
  /** '' together with `release`: MAAS deploys its default release. */
  readonly os: string
  readonly release: string
  /** `amd64/generic` */
  readonly architecture: string
  readonly state: keyof typeof MACHINE_STATES
}
