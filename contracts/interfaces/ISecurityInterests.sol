// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";

/// @title Security interests 担保权: notices of pledges and mortgages on rights
/// @notice A notice registry (声明登记): it records what the registrant declares, who answers for its truth, and takes no view of the
/// contract behind it. What it does enforce is what protects third parties: whose right it is, which units, in which rank.
/// Rank at a unit is the place among the overlays there by priority, and priority is the registry sequence; it is derived and
/// never stored. An interest's word is keccak256(keccak256(abi.encode(version, InterestState)) ‖ journal).
///
/// Assumptions. The agent acts for all secured parties. Numbers of institutions are given once and never change. A consent is good for one
/// state of every right that it names, hence once.
interface ISecurityInterests {
    enum Kind {
        NONE,
        /// 质押
        PLEDGE,
        /// 抵押
        MORTGAGE,
        /// 最高额质押
        MAXIMUM_AMOUNT_PLEDGE
    }

    enum Status {
        NONE,
        EFFECTIVE,
        /// 注销
        CANCELLED,
        /// 预告: keeps its rank for an interest that is to arise
        ADVANCE,
        /// 违约公示: default has been declared
        ENFORCING,
        /// 撤销 on an effective judgment
        REVOKED
    }

    struct Terms {
        Kind kind;
        /// may be another than the grantor (third-party pledge)
        PartyId debtor;
        /// institution numbers, 1 to {MAX_SECURED_PARTIES}; the registrant is one of them and acts for all
        uint32[] securedParties;
        /// minor units; for a maximum-amount pledge the ceiling of the claims
        uint128 securedAmount;
        bytes3 currency;
        /// civil days of the registration term, both inclusive
        uint32 termFrom;
        uint32 termTo;
        string contractNumber;
        /// salted digest of the security agreement
        bytes32 contractDigest;
        bool acknowledgeJunior;
        /// the grantor undertook not to dispose of the collateral (禁止转让约定); publicity binds transferees (SPC Interpretation art. 43)
        bool negativePledge;
        /// 预告登记: the interest is still to arise
        bool advance;
        /// of a maximum-amount pledge, the civil day on which its claims are determined (决算日); 0 if not agreed
        uint32 determinationDay;
    }

    /// @notice What is taken of one right, in the event and in the interest's journal.
    struct Collateral {
        RightId right;
        Interval[] intervals;
    }

    /// @notice Collateral with the state of the right that the registrant built on.
    struct CollateralInput {
        RightId right;
        Head head;
        Interval[] intervals;
    }

    struct Registration {
        PartyId grantor;
        Terms terms;
        CollateralInput[] collateral;
        Approval consent;
    }

    /// @notice What hashes into the interest's word, behind the version of this encoding, {States.INTEREST}.
    struct InterestState {
        PartyId grantor;
        PartyId debtor;
        Kind kind;
        Status status;
        /// the secured party that registered, and alone may end the registration
        uint32 agent;
        uint32[] securedParties;
        uint128 securedAmount;
        bytes3 currency;
        uint32 termFrom;
        uint32 termTo;
        bytes32 contractDigest;
        RightId[] rights;
        /// what amendments added to the secured amount, which counts it too: since 48 | amount 128, oldest first
        uint256[] increases;
    }

    /// @notice Initial registration 初始登记, in full. `agent` is the number of the secured party that registered.
    event InterestRegistered(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        Terms terms,
        Collateral[] collateral
    );
    /// @notice Part of the collateral was divided off as a right of its own, which the interest now encumbers too.
    event InterestFollowed(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        bytes32 stateHash,
        RightId right
    );

    /// @notice 1 to {MAX_BATCH} registrations in a transaction.
    error InvalidBatchSize(uint256 count);
    error InvalidKind();
    error InvalidAmount();
    error InvalidContractNumber();
    /// @notice 1 to {MAX_SECURED_PARTIES}, ascending, each an institution.
    error InvalidSecuredParties();
    /// @notice The registrant must be among the secured parties.
    error RegistrantNotSecured(uint32 institution);
    /// @notice 1 to {MAX_COLLATERAL} rights.
    error InvalidCollateralCount(uint256 count);
    /// @notice Only what the grantor holds can secure (the holder is `holder`).
    error GrantorNotHolder(RightId right, PartyId grantor, PartyId holder);
    error NotPledgeable(RightId right, bytes8 typeCode);
    /// @notice Quota received free of charge cannot be pledged under this type's policy.
    error NotPaidFor(RightId right);
    /// @notice The term is shorter than `minMonths` or longer than `maxMonths` calendar months.
    error TermOutOfRange(uint32 from, uint32 to, uint16 minMonths, uint16 maxMonths);
    /// @notice The term has ended before it is registered.
    error TermAlreadyOver(uint32 to);
    /// @notice In its present status the interest does not allow this.
    error NotEffective(InterestId interest, Status status);
    /// @notice The term ended at 23:59:59 of `termTo`; what has lapsed can only be ended, or registered anew with a new rank.
    error InterestLapsed(InterestId interest, uint32 termTo);
    /// @notice Only the agent of the secured parties may do this.
    error NotAgent(InterestId interest, uint32 institution);
    /// @notice One head for each right of the collateral, in its order.
    error HeadsDoNotMatch(uint256 count, uint256 needed);

    /// @notice Registers security interests, each with a sequence number of its own. A maker of a secured party.
    /// The grantor holds every right and has not ended, else {IParties-PartyEnded}.
    /// Bounds: {MAX_BATCH} registrations, {MAX_COLLATERAL} rights each. A right may be named once in a transaction, since the
    /// second time its state would be stale.
    /// @return first the sequence of the first; the others follow in order
    function register(Registration[] calldata registrations) external returns (uint64 first);
}
