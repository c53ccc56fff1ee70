//! The table of metrics.

use crate::lang::Lang;
use std::borrow::Cow;

/// What a metric's values are, and so their scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// Minor units.
    Money,
    /// Whole days.
    Days,
    /// A count or another whole number.
    Count,
    /// A ratio or probability in millionths.
    Ratio,
    /// Labels.
    Text,
}

impl MetricKind {
    /// Steps per main unit: 100 for money, 1,000,000 for ratios, 1 for days and counts.
    pub fn scale(self) -> i64 {
        match self {
            MetricKind::Money => 100,
            MetricKind::Ratio => 1_000_000,
            MetricKind::Days | MetricKind::Count | MetricKind::Text => 1,
        }
    }
}

const ANY: (i64, i64) = (i64::MIN + 1, i64::MAX);
const FROM_0: (i64, i64) = (0, i64::MAX);
const FALL: (i64, i64) = (-1_000_000, i64::MAX);

macro_rules! metrics {
    ($($(#[doc = $doc:literal])+ $variant:ident $code:literal $kind:ident $range:expr;)+) => {
        /// A metric. The numeric ones come first; days are counted from the day asked for, and a window of N days
        /// is `(day - N, day]`. A doc says how the value is computed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Metric {
            /// Every metric, in the order of the table.
            pub const ALL: &'static [Metric] = &[$(Metric::$variant),+];

            /// Its name in rules, JSON and locales.
            pub fn code(self) -> &'static str {
                match self { $(Metric::$variant => $code,)+ }
            }

            /// What its values are.
            pub fn kind(self) -> MetricKind {
                match self { $(Metric::$variant => MetricKind::$kind,)+ }
            }

            /// The smallest and largest value that can be, both included, on the metric's scale.
            pub fn range(self) -> (i64, i64) {
                match self { $(Metric::$variant => $range,)+ }
            }
        }
    };
}

metrics! {
    /// Positive balances of asset accounts, account by account. Missing when no balance is known at all.
    Assets "assets" Money FROM_0;
    /// 月日均: the sum of the 30 daily closing values / 30.
    AssetsAvg30d "assets_avg_30d" Money FROM_0;
    /// `assets_avg_30d` against its value 30 days ago. Missing when that was 0.
    AssetsAvgChange30d "assets_avg_change_30d" Ratio FALL;
    /// How far `assets_avg_30d` fell in 30 days; negative when it rose.
    AssetsAvgDrop30d "assets_avg_drop_30d" Money ANY;
    /// The highest closing value of 90 days.
    AssetsPeak90d "assets_peak_90d" Money FROM_0;
    /// The highest closing value of 365 days.
    AssetsPeak365d "assets_peak_365d" Money FROM_0;
    /// `assets` against 30 days ago. Missing when that was 0.
    AssetsChange30d "assets_change_30d" Ratio FALL;
    /// `assets` against 90 days ago. Missing when that was 0.
    AssetsChange90d "assets_change_90d" Ratio FALL;
    /// What is owed: balances of loans and credit cards without their sign, and overdrawn asset accounts.
    Liabilities "liabilities" Money FROM_0;
    /// Open accounts; 0 when all are closed, missing when there never was one.
    AccountCount "account_count" Count FROM_0;
    /// Different products among the open accounts; missing when there never was an account.
    ProductCount "product_count" Count FROM_0;
    /// `assets` in deposits.
    AssetsDeposit "assets_deposit" Money FROM_0;
    /// `assets` in wealth products, trusts, bonds and metal.
    AssetsWealth "assets_wealth" Money FROM_0;
    /// `assets` in funds.
    AssetsFund "assets_fund" Money FROM_0;
    /// `assets` in insurance.
    AssetsInsurance "assets_insurance" Money FROM_0;
    /// `assets_wealth` and `assets_fund`.
    AssetsInvested "assets_invested" Money FROM_0;
    /// Days until the next maturity of an open holding, 0 today. Missing without one.
    DaysToMaturity "days_to_maturity" Days FROM_0;
    /// Active transactions of 30 days.
    TxnCount30d "txn_count_30d" Count FROM_0;
    /// Active transactions of 60 days.
    TxnCount60d "txn_count_60d" Count FROM_0;
    /// Active transactions of 90 days.
    TxnCount90d "txn_count_90d" Count FROM_0;
    /// Active transactions of 180 days.
    TxnCount180d "txn_count_180d" Count FROM_0;
    /// Active transactions of 365 days.
    TxnCount365d "txn_count_365d" Count FROM_0;
    /// The absolute amounts of the active transactions of 365 days.
    TxnAmount365d "txn_amount_365d" Money FROM_0;
    /// `txn_amount_365d` / `txn_count_365d`. Missing without transactions.
    TxnAmountAvg365d "txn_amount_avg_365d" Money FROM_0;
    /// What came in from others in 30 days.
    Inflow30d "inflow_30d" Money FROM_0;
    /// What went out to others in 30 days, without its sign.
    Outflow30d "outflow_30d" Money FROM_0;
    /// Days since the last active transaction. Missing when there never was one.
    DaysSinceTxn "days_since_txn" Days FROM_0;
    /// Days since the last active transaction, else since tenure began. Missing without both.
    IdleDays "idle_days" Days FROM_0;
    /// Days between the first active transaction of the last 60 days and the one before it; 0 without.
    SilenceBeforeDays "silence_before_days" Days FROM_0;
    /// `txn_count_90d` / (count of the 365 days before those 90 x 90/365). With a shorter history (from the first
    /// transaction on) the days there are, at least 90; else missing, as with nothing to expect.
    ActivityRatio90d "activity_ratio_90d" Ratio FROM_0;
    /// The Poisson probability of at most this `txn_count_90d` where that many were to be expected. Missing when
    /// fewer than 3 were.
    ActivityDropP "activity_drop_p" Ratio (0, 1_000_000);
    /// Days since the last salary or pension minus 31, not below 0. Missing unless at least 3 came in the 120 days
    /// before that last one.
    SalaryMissingDays "salary_missing_days" Days FROM_0;
    /// Days since the first account or transaction. Missing without both.
    TenureDays "tenure_days" Days FROM_0;
    /// Completed years.
    Age "age" Count (0, 200);
    /// Days until the next birthday, 0 today; 29 February counts as 28 where the year has none.
    DaysToBirthday "days_to_birthday" Days (0, 366);
    /// Yearly income.
    IncomeYear "income_year" Money FROM_0;
    /// Employees of a firm.
    FirmSize "firm_size" Count FROM_0;
    /// Customers that this one brought.
    ReferralCount "referral_count" Count FROM_0;
    /// Contacts of 7 days that reached the customer, in or out.
    ContactCount7d "contact_count_7d" Count FROM_0;
    /// Contacts of 30 days that reached the customer.
    ContactCount30d "contact_count_30d" Count FROM_0;
    /// Contacts of 365 days that reached the customer.
    ContactCount365d "contact_count_365d" Count FROM_0;
    /// Days since the last contact that reached the customer. Missing when none did.
    DaysSinceContact "days_since_contact" Days FROM_0;
    /// Attempts of 30 days that did not reach the customer.
    AttemptCount30d "attempt_count_30d" Count FROM_0;
    /// `assets_avg_30d` x margin + fees of 365 days. The margin is a setting.
    Contribution365d "contribution_365d" Money ANY;
    /// Recency score, 5 is the most recent fifth. Missing when never active.
    RfmR "rfm_r" Count (1, 5);
    /// Frequency score.
    RfmF "rfm_f" Count (1, 5);
    /// Money score.
    RfmM "rfm_m" Count (1, 5);
    /// Gender: female, male.
    Gender "gender" Text ANY;
    /// Region as the file says.
    Region "region" Text ANY;
    /// Industry as the file says.
    Industry "industry" Text ANY;
    /// The customer's tags; a condition holds when one of them does.
    Tag "tag" Text ANY;
    /// Risk class C1 to C5.
    RiskLevel "risk_level" Text ANY;
}

impl Metric {
    /// How many metrics are numbers; they stand before the texts.
    pub const NUMBERS: usize = Metric::Gender as usize;

    /// Its place in the table.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The metric of this name.
    pub fn from_code(code: &str) -> Option<Metric> {
        Metric::ALL.iter().copied().find(|metric| metric.code() == code)
    }

    /// Its words.
    pub fn label(self, lang: Lang) -> Cow<'static, str> {
        lang.text(&format!("metric.{}", self.code()))
    }
}
