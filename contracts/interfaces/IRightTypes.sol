// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Right types 权益种类: the policy table
/// @notice A type is data, not code: an effective-dated list of policies. Policies are appended and never changed, so that what
/// was the rule on any day can be read for ever.
///
/// Assumptions. A policy says what the law of its sources says; contracts read the flags and the terms only. A policy in effect binds from
/// its time on: what was registered before stays as it is.
interface IRightTypes {
    /// @notice The part of a policy that contracts enforce. 1 slot.
    struct Policy {
        /// unix seconds; later than that of the version before
        uint40 effectiveFrom;
        /// mask of {PolicyFlags}
        uint16 flags;
        /// shortest and longest registration term, in calendar months (1 and 360: 担保登记 1 month to 30 years)
        uint16 minTermMonths;
        uint16 maxTermMonths;
    }

    /// @notice What people need to know of a policy; contracts do not read it.
    struct Description {
        string nameZh;
        string nameEn;
        string unit;
        string authorityKind;
        /// registers that must agree with this one, comma separated
        string externalRegistrations;
        string source;
        string note;
    }

    /// @notice A version of a type's policy, with all that people need to know of it.
    event PolicySet(
        bytes8 indexed code,
        uint256 indexed version,
        uint40 time,
        Policy policy,
        Description description
    );
    /// @notice The institution confirms, or no longer confirms, rights of this type.
    event CompetenceSet(bytes8 indexed code, uint256 indexed institution, uint40 time, bool competent);

    error InvalidCode();
    /// @notice 0 < minTermMonths <= maxTermMonths, known flags only.
    error InvalidPolicy();
    /// @notice A new version takes effect after the one before.
    error NotAfter(uint40 effectiveFrom, uint40 previous);
    /// @notice Only a type's first version may take effect in the past: what was the rule on a day must not change later.
    error Backdated(uint40 effectiveFrom);
    error TooManyVersions(bytes8 code);
    /// @notice No policy of this type is in effect.
    error UnknownType(bytes8 code);
    /// @notice The institution is not the authority that confirms rights of this type.
    error NotCompetent(bytes8 code, uint32 institution);

    /// @notice Appends a version. Governance only.
    function setPolicy(
        bytes8 code,
        Policy calldata policy,
        Description calldata description
    ) external returns (uint256 version);

    /// @notice Says whether the institution confirms rights of this type. Governance only.
    function setCompetence(bytes8 code, uint32 institution, bool competent) external;

    /// @notice The policy in effect at `time`, or {UnknownType}.
    function policyAt(bytes8 code, uint256 time) external view returns (Policy memory);

    /// @notice The policy in effect now, if the institution is competent for the type; {NotCompetent} otherwise.
    function policyFor(bytes8 code, uint32 institution) external view returns (Policy memory);
}
