/** What a key may be allowed to do. `public` is not a scope of keys: such operations need none. */
export const SCOPES = [
  'catalogue:read',
  'catalogue:write',
  'centres:write',
  'calendar:write',
  'rosters:read',
  'rosters:write',
  'rosters:publish',
  'numbers:agency',
  'numbers:internal',
  'keys:write'
] as const
export type Scope = (typeof SCOPES)[number]

/**
 * Who may what, in one place: the scope that each operation asks for. A route whose operationId is not here does not start the
 * service (deny by default), and a line here without a route fails a test.
 */
export const OPERATIONS = {
  getHealth: 'public',
  getReadiness: 'public',
  getMetrics: 'public',

  listCentres: 'public',
  getCentre: 'public',
  createCentre: 'centres:write',
  updateCentre: 'centres:write',
  deleteCentre: 'centres:write',
  listBranches: 'catalogue:read',
  getBranch: 'catalogue:read',
  createBranch: 'catalogue:write',
  updateBranch: 'catalogue:write',
  deleteBranch: 'catalogue:write',
  listAgencyKinds: 'public',
  saveAgencyKind: 'centres:write',
  listAgencies: 'public',
  getAgency: 'public',
  createAgency: 'catalogue:write',
  updateAgency: 'catalogue:write',
  deleteAgency: 'catalogue:write',
  listProviders: 'catalogue:read',
  getProvider: 'catalogue:read',
  createProvider: 'catalogue:write',
  updateProvider: 'catalogue:write',
  deleteProvider: 'catalogue:write',
  listAbsences: 'catalogue:read',
  getAbsence: 'catalogue:read',
  createAbsence: 'catalogue:write',
  updateAbsence: 'catalogue:write',
  deleteAbsence: 'catalogue:write',
  listEngagements: 'catalogue:read',
  getEngagement: 'catalogue:read',
  createEngagement: 'catalogue:write',
  updateEngagement: 'catalogue:write',
  deleteEngagement: 'catalogue:write',
  listPairs: 'catalogue:read',
  getPair: 'catalogue:read',
  createPair: 'catalogue:write',
  updatePair: 'catalogue:write',
  deletePair: 'catalogue:write',
  listPosts: 'public',
  getPost: 'public',
  createPost: 'catalogue:write',
  updatePost: 'catalogue:write',
  deletePost: 'catalogue:write',

  listCalendarDays: 'public',
  listNotices: 'public',
  getNotice: 'public',
  createNotice: 'calendar:write',
  previewNotice: 'calendar:write',
  updateNotice: 'calendar:write',
  deleteNotice: 'calendar:write',

  listRules: 'rosters:read',
  updateRule: 'rosters:write',

  listRosters: 'rosters:read',
  getRoster: 'rosters:read',
  createRoster: 'rosters:write',
  deleteRoster: 'rosters:write',
  planRoster: 'rosters:write',
  previewPlan: 'rosters:write',
  listSlots: 'rosters:read',
  editSeat: 'rosters:write',
  listViolations: 'rosters:read',
  publishRoster: 'rosters:publish',
  listPublications: 'public',
  getPublication: 'public',

  getOnDuty: 'public',

  listApiKeys: 'keys:write',
  createApiKey: 'keys:write',
  revokeApiKey: 'keys:write'
} as const satisfies Record<string, Scope | 'public'>

export type OperationId = keyof typeof OPERATIONS
