"""The tone of each state of a referral."""

from partners.enums import ReferralState
from tznr.web.tones import DANGER, INFO, NEUTRAL, SUCCESS, WARNING

REFERRAL_TONES = {
    ReferralState.SENT: INFO,
    ReferralState.UNDER_REVIEW: WARNING,
    ReferralState.ACCEPTED: SUCCESS,
    ReferralState.DECLINED: DANGER,
    ReferralState.EXPIRED: NEUTRAL,
    ReferralState.WITHDRAWN: NEUTRAL,
}
