// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";
import {ISecurityInterests} from "./ISecurityInterests.sol";

/// @title Cancellations 注销登记 and revocations 撤销登记: how an interest ends, in whole or part
/// @notice Those entitled can always end an interest: lapsed, advance or in enforcement, and on a restricted right too.
///
/// Assumptions. Two persons of the agent, or of a court, are enough to end an interest. A court enters effective judgments and awards only.
interface ICancellations {
    enum Reason {
        NONE,
        DEBT_PAID,
        REALISED,
        WAIVED,
        OTHER
    }

    /// @notice Units of a right that are released.
    struct Released {
        RightId right;
        Head head;
        Interval[] intervals;
    }

    struct Judgment {
        /// name of the court or arbitral institution
        string court;
        /// file number of the judgment or award
        string number;
        /// civil day on which it took effect
        uint32 effectiveDay;
        /// salted digest of the document
        bytes32 digest;
    }

    /// @notice The interest has ended; it stays readable for ever. `approver` is the checker's key.
    event InterestCancelled(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        Reason reason,
        address approver
    );
    /// @notice 部分注销: the units are free of the interest, all others keep their ranks.
    event InterestReleased(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        ISecurityInterests.Collateral[] released,
        Reason reason,
        address approver
    );
    /// @notice The interest has ended by an effective judgment or award. `court` is the institution that registered this.
    event InterestRevoked(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 court,
        bytes32 stateHash,
        Judgment judgment,
        address approver
    );

    error InvalidReason();
    /// @notice 1 to {MAX_COLLATERAL} rights, each of the interest. `index` is of the offending one, or their count.
    error InvalidRelease(uint256 index);
    /// @notice A court, a number, a digest, and a day of effect that has come.
    error InvalidJudgment();

    /// @notice Cancels an interest wholly. A maker of the agent, approved by a checker of the same institution: act
    /// "InterestCancellation", details keccak256(abi.encode(reason)).
    function cancel(
        InterestId interest,
        Head calldata head,
        Head[] calldata rights,
        Reason reason,
        Approval calldata approval
    ) external returns (uint64 sequence);

    /// @notice Releases part of the collateral. A maker of the agent, approved by a checker of the same institution: act
    /// "InterestRelease", details keccak256(abi.encode(collateral, reason)).
    function release(
        InterestId interest,
        Head calldata head,
        Released[] calldata released,
        Reason reason,
        Approval calldata approval
    ) external returns (uint64 sequence);

    /// @notice Revokes an interest on an effective judgment. A maker of a court, approved by a checker of the same: act
    /// "InterestRevocation", details keccak256(abi.encode(judgment)).
    function revoke(
        InterestId interest,
        Head calldata head,
        Head[] calldata rights,
        Judgment calldata judgment,
        Approval calldata approval
    ) external returns (uint64 sequence);
}
