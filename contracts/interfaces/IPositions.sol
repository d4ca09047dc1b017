// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";
import {ISecurityInterests} from "./ISecurityInterests.sol";

/// @title Positions 转让、顺位变更: who stands in an interest, and behind whom it ranks
/// @notice Both need the checker of the agent that gives something up. No other rank worsens: only the subordinated interest steps back.
///
/// Assumptions. Two persons of the agent bind all secured parties of its interest. The assignee accepts outside of the registry.
interface IPositions {
    /// @notice Units of a right on which an interest steps back.
    struct Yielded {
        RightId right;
        Head head;
        Interval[] intervals;
    }

    /// @notice 转让: the claim has been assigned, and the interest with it. `agent` is the former agent, who registered this.
    event InterestAssigned(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        uint32 newAgent,
        uint32[] securedParties,
        bytes32 evidence,
        address approver
    );
    /// @notice 顺位变更: on the units named, the interest ranks directly behind `ahead`.
    event InterestSubordinated(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 agent,
        bytes32 stateHash,
        InterestId ahead,
        ISecurityInterests.Collateral[] collateral,
        address approver
    );

    /// @notice The interest `ahead` does not lie on the unit `unit`, or does not rank behind this one there.
    error NotBehind(RightId right, InterestId ahead, uint256 unit);
    /// @notice From the unit `unit` on, `ahead` has another priority than on the intervals before. Step back on those in another item,
    /// whose head is of the right as the first leaves it, or in another registration.
    error RanksDiffer(RightId right, InterestId ahead, uint256 unit);
    /// @notice The new agent is a secured party that is not suspended, and it or the secured parties change.
    error InvalidAssignment();

    /// @notice Records that the claim was assigned. A maker of the agent, approved by a checker of the same institution: act
    /// "InterestAssignment", details keccak256(abi.encode(newAgent, securedParties, evidence)). Status ADVANCE, EFFECTIVE or ENFORCING,
    /// not lapsed. The new agent is a secured party of the registry and among `securedParties`.
    function assign(
        InterestId interest,
        Head calldata head,
        uint32 newAgent,
        uint32[] calldata securedParties,
        bytes32 evidence,
        Approval calldata approval
    ) external returns (uint64 sequence);

    /// @notice Steps back directly behind the interest `ahead` on the units named, each interval of which lies under one overlay of either.
    /// A maker of the agent of the interest that steps back, approved by its checker: act "InterestSubordination", details
    /// keccak256(abi.encode(ahead, collateral)). An interest between the two moves up, none moves down. ADVANCE or EFFECTIVE, not
    /// lapsed.
    function subordinate(
        InterestId interest,
        Head calldata head,
        InterestId ahead,
        Yielded[] calldata yielded,
        Approval calldata approval
    ) external returns (uint64 sequence);
}
