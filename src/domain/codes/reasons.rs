//! Why a customer is to be contacted, follow-ups and queues.

use super::codes;

codes! {
    /// Why now. The order is the order in which equal reasons are shown.
    "reason" Reason {
        Callback = "callback", Promise = "promise", Appointment = "appointment", NoShow = "no_show",
        Complaint = "complaint",
        TdDue = "td_due", WealthDue = "wealth_due", LoanDue = "loan_due", InsuranceDue = "insurance_due",
        Outflow = "outflow", Inflow = "inflow", SalaryStop = "salary_stop", AtRisk = "at_risk",
        AssetsDrop = "assets_drop", ActivityDrop = "activity_drop", TierWatch = "tier_watch", TierEdge = "tier_edge",
        Dormant = "dormant", Revived = "revived", NewAssigned = "new_assigned", New30 = "new_30",
        RiskExpiry = "risk_expiry", IdExpiry = "id_expiry", Birthday = "birthday", Survey = "survey",
        Campaign = "campaign", Rhythm = "rhythm", Step = "step", Manual = "manual",
    }

    /// Something due that somebody decided.
    "follow_up" FollowUpKind {
        Promise = "promise", Callback = "callback", Appointment = "appointment", Manual = "manual",
        Complaint = "complaint", Step = "step",
    }

    /// Why a customer was passed over in a queue.
    "skip" SkipReason {
        Later = "later", Timing = "timing", Prepare = "prepare", Waiting = "waiting", Contacted = "contacted",
        Colleague = "colleague", Unfounded = "unfounded", Other = "other",
    }

    /// What became of it.
    "follow_up_state" FollowUpState { Open = "open", Done = "done", Replaced = "replaced", Cancelled = "cancelled" }

    /// The queues of the Queues screen.
    "queue" QueueName {
        Overdue = "overdue", Callback = "callback", Due = "due", Maturing = "maturing", AtRisk = "at_risk",
        Rhythm = "rhythm", Dormant = "dormant", New = "new", Birthday = "birthday",
    }
}
